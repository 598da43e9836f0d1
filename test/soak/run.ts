import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { VARIABLE_NAMES } from "../../src/config.ts";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";

const ROOT = join(import.meta.dirname, "../..");
const VENDORS = ["dingtalk", "feishu"] as const;
const WORDS = [
  "free room tomorrow 3pm 1h",
  "1",
  "my bookings",
  "help",
  "更多",
  "明天上午十点 8人 一小时",
  "cancel",
  "yes",
];
const FAULTS: readonly FaultKind[] = [
  "throttle",
  "slow",
  "lost-answer",
  "lost-request",
  "server-error",
  "garbage",
];

const SAMPLE_SECONDS = 2;
/** In turns of two seconds: every connection is dropped each minute, and calls are spared for ten seconds then. */
const DROP_EVERY = 30;
const FIRST_DROP = 3;
const SPARED = 5;
/** What is left after the garbage was collected is what is held; the process is the real one but for this. */
const COLLECTS = "data:text/javascript,setInterval(globalThis.gc, 5000).unref()";
/** What the lines of the log say of a message. */
const ENDS: Readonly<Record<string, "heard" | "answered" | "unsent">> = {
  heard: "heard",
  answered: "answered",
  "nothing to answer": "answered",
  unanswered: "unsent",
};

export interface SoakOptions {
  readonly seconds: number;
  readonly perSecond: number;
  /** How long everything that was heard may take to be finished with afterwards. */
  readonly drainSeconds: number;
  /** How long it is left alone before what it holds at rest is read: a call holds its place in a window for a minute. */
  readonly restSeconds?: number;
  readonly tell?: (line: string) => void;
}

/** What the process holds at one moment. */
export interface Sample {
  readonly second: number;
  readonly residentMb: number;
  readonly heapMb: number;
  readonly files: number;
  readonly timers: number;
  readonly sockets: number;
  /** Everything that keeps a process awake: sockets, pipes, servers, children. */
  readonly handles: number;
  /** Messages that are not finished with. */
  readonly open: number;
}

export interface SoakReport {
  readonly said: number;
  /** Messages that the log says were heard. */
  readonly heard: number;
  /** Of these, those that the log says were answered, or needed no answer. */
  readonly answered: number;
  /** Of these, those of which it is not known whether the answer was said: the vendor's own answer was lost. */
  readonly unsent: number;
  /** The ids of the others. */
  readonly unanswered: readonly string[];
  /** Calls to the vendors, every try. */
  readonly calls: number;
  readonly samples: readonly Sample[];
  /** After everything was finished with, and a while of silence. */
  readonly atRest: Sample;
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Lines of the log that say that a message was given up. */
  readonly givenUp: number;
}

/**
 * The real process in front of the imitated vendors, talked to at `perSecond` messages a second, with calls that fail
 * in every way and connections that drop, watched through its own `/metrics`.
 */
export async function soak({
  seconds,
  perSecond,
  drainSeconds,
  restSeconds = 2,
  tell,
}: SoakOptions): Promise<SoakReport> {
  const folder = mkdtempSync(join(tmpdir(), "freeroom-soak-"));
  const sandbox = await startSandbox({ seed: 7, roomAnswerMs: [10, 40] });
  const bot = startBot(folder, {
    DINGTALK_CLIENT_ID: sandbox.dingtalk.app.id,
    DINGTALK_CLIENT_SECRET: sandbox.dingtalk.app.secret,
    DINGTALK_API_BASE: sandbox.dingtalk.base,
    DINGTALK_OAPI_BASE: sandbox.dingtalk.base,
    DINGTALK_MONTHLY_CALLS: "0",
    DINGTALK_MONTHLY_MESSAGES: "0",
    FEISHU_APP_ID: sandbox.feishu.app.id,
    FEISHU_APP_SECRET: sandbox.feishu.app.secret,
    FEISHU_DOMAIN: sandbox.feishu.base,
    FEISHU_ACCOUNTS_DOMAIN: sandbox.feishu.base,
    PERSON_DAILY_MESSAGES: "0",
    STORAGE_URL: `file:${join(folder, "freeroom.db")}`,
    HTTP_PORT: "0",
  });
  try {
    const [, address = ""] = await bot.says(/"address":"([^"]+)"/, 60_000);
    const page = () => metricsOf(`http://${address}/metrics`);
    await until(async () => (await fetch(`http://${address}/readyz`)).ok, 60_000);

    const people = sandbox.world.office.colleagues.filter(({ isOutsider }) => !isOutsider);
    const samples: Sample[] = [];
    const beganMs = performance.now();
    const elapsed = () => (performance.now() - beganMs) / 1_000;
    let said = 0;
    let sampledAt = 0;
    let hurtAt = 0;
    while (elapsed() < seconds) {
      const due = Math.floor(elapsed() * perSecond);
      for (; said < due; said += 1) {
        const { key } = people[Math.floor(said / VENDORS.length) % people.length] ?? { key: "emma" };
        const vendor = sandbox[VENDORS[said % VENDORS.length] ?? "feishu"];
        vendor.say(key, directChatKey(key), WORDS[(said * 7) % WORDS.length] ?? "help");
      }
      if (elapsed() - hurtAt >= 2) {
        hurtAt = elapsed();
        const turn = Math.floor(hurtAt / 2);
        const kind = FAULTS[turn % FAULTS.length] ?? "slow";
        sandbox.faults.clear();
        if (turn % DROP_EVERY === FIRST_DROP) for (const vendor of VENDORS) sandbox[vendor].dropConnections();
        // While a connection is down nobody else calls: who connects anew would be the one to meet every fault.
        else if ((turn + DROP_EVERY - FIRST_DROP) % DROP_EVERY >= SPARED)
          for (const vendor of VENDORS)
            sandbox.faults.add({ vendor, api: "*", kind, times: 2, delayMs: 500 });
      }
      if (elapsed() - sampledAt >= SAMPLE_SECONDS) {
        sampledAt = elapsed();
        samples.push(sampleOf(await page(), sampledAt));
        tell?.(JSON.stringify(samples.at(-1)));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    sandbox.faults.clear();
    const sum = (metrics: readonly Metric[], name: string, having = "") =>
      metrics
        .filter((one) => one.name === name && one.labels.includes(having))
        .reduce((total, { value }) => total + value, 0);
    await until(async () => sum(await page(), "freeroom_inbox_open") === 0, drainSeconds * 1_000);
    await new Promise((resolve) => setTimeout(resolve, restSeconds * 1_000));
    const end = await page();
    const atRest = sampleOf(end, elapsed());
    bot.kill("SIGTERM");
    const exitCode = await bot.exit;
    return {
      said,
      ...bot.messages(),
      calls: sum(end, "freeroom_vendor_calls_total"),
      samples,
      atRest,
      exitCode,
      stderr: bot.stderr(),
      givenUp: bot.givenUp(),
    };
  } finally {
    bot.kill("SIGKILL");
    await bot.exit;
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startBot(cwd: string, env: Readonly<Record<string, string>>) {
  const { PATH = "", HOME = "" } = process.env;
  const nothingSet = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, ""]));
  const args = ["--expose-gc", `--import=${COLLECTS}`, join(ROOT, "bin/freeroom.js"), "start"];
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, HOME, ...nothingSet, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Half an hour's log is not kept: only its beginning, and what became of each message.
  let beginning = "";
  let givenUp = 0;
  let stderr = "";
  const said = new Map<string, Set<string>>(Object.keys(ENDS).map((line) => [line, new Set()]));
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (beginning.length < 10_000) beginning += `${line}\n`;
    if (line.includes("was given up")) givenUp += 1;
    const [, id, what] = /"message":"([^"]+)".*"msg":"([^"]+)"/.exec(line) ?? [];
    if (id && what) said.get(what)?.add(id);
  });
  const messages = () => {
    const having = (end: string) =>
      Object.entries(ENDS).flatMap(([line, what]) => (what === end ? [...(said.get(line) ?? [])] : []));
    const answered = new Set(having("answered"));
    const heard = [...new Set(having("heard"))];
    const rest = heard.filter((id) => !answered.has(id));
    const unsent = new Set(having("unsent"));
    const unanswered = rest.filter((id) => !unsent.has(id));
    return {
      heard: heard.length,
      answered: heard.length - rest.length,
      unsent: rest.length - unanswered.length,
      unanswered,
    };
  };
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += String(chunk);
  });
  const exit = once(child, "close").then(([code]) => code as number | null);
  return {
    exit,
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    stderr: () => stderr,
    givenUp: () => givenUp,
    messages,
    async says(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
      let found: RegExpExecArray | null = null;
      await until(async () => {
        found = pattern.exec(beginning);
        if (!found && child.exitCode !== null) throw new Error(`the bot ended: ${beginning}${stderr}`);
        return found !== null;
      }, withinMs);
      return found ?? ([] as unknown as RegExpExecArray);
    },
  };
}

interface Metric {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

async function metricsOf(url: string): Promise<readonly Metric[]> {
  const text = await (await fetch(url)).text();
  return text.split("\n").flatMap((line) => {
    const [, name = "", labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return value === undefined ? [] : [{ name, labels, value: Number(value) }];
  });
}

function sampleOf(metrics: readonly Metric[], second: number): Sample {
  const of = (name: string, having = "") =>
    metrics
      .filter((one) => one.name === `freeroom_${name}` && one.labels.includes(having))
      .reduce((total, { value }) => total + value, 0);
  const mb = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return {
    second: Math.round(second),
    residentMb: mb(of("process_resident_memory_bytes")),
    heapMb: mb(of("nodejs_heap_size_used_bytes")),
    files: of("process_open_fds"),
    timers: of("nodejs_active_resources", 'type="Timeout"'),
    sockets: of("nodejs_active_resources", 'type="TCPSocketWrap"'),
    handles: of("nodejs_active_handles_total"),
    open: of("inbox_open"),
  };
}

async function until(isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (
    !(await isSo().catch((error: unknown) => {
      if (performance.now() > deadline) throw error;
      return false;
    }))
  ) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

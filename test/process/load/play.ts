import { setTimeout as pause } from "node:timers/promises";
import { mostInAnyWindow } from "../../queue/trace.ts";
import type { Child } from "../child.ts";
import { type Company, openCompany, VENDORS } from "./company.ts";
import { busyMorning, type Saying, wrongs } from "./day.ts";
import { type Kept, keptIn } from "./kept.ts";

export interface PlayOptions {
  readonly instances: number;
  readonly messages: number;
  readonly seed: number;
  readonly storageUrl: string;
  /** Of all messages, in all of the office. */
  readonly perSecond: number;
  /** How an instance is ended every few seconds; absent: none is. `SIGTERM` goes round once, one after the other. */
  readonly ends?: { readonly signal: "SIGKILL" | "SIGTERM"; readonly everyMs: number };
  readonly whenFinished: (finish: () => void | Promise<void>) => void;
}

/** How a busy morning went. */
export interface Played {
  readonly messages: number;
  /** Messages with no answer that an instance acknowledged, or recorded. */
  readonly unanswered: readonly string[];
  /** Messages that no instance lived long enough to acknowledge, however often the vendor tried. */
  readonly unheard: number;
  /** Messages with more than one answer, where there must be but one. */
  readonly answeredTwice: readonly string[];
  /** Last words of bookings that were heard again on DingTalk. */
  readonly toldAgain: number;
  readonly wrongs: readonly string[];
  /** How many instances were ended. */
  readonly ended: number;
  /** From the end of an instance to the last answer to what had been said before it, and what that was. */
  readonly longestTakeoverMs: number;
  readonly lastTakenOver: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly tookMs: number;
  /** Calls that a vendor refused because of its limits: which, and how long after an instance's end. */
  readonly refused: readonly string[];
  /** How often an instance believed Redis to be away, for its storage or for the limits. */
  readonly lostRedis: number;
  /** The most calls of one API in any second, by vendor, of those with the ordinary limit. */
  readonly mostInASecond: Readonly<Record<string, number>>;
  readonly calls: number;
  /** What Redis held at the end. */
  readonly kept: Kept;
}

/** The end of an instance, on the office's clock and on the trace's. */
interface Ending {
  readonly nowMs: number;
  readonly tracedMs: number;
}

/** Answers to a message count against the message's own address alone. */
const OTHERWISE_LIMITED: ReadonlySet<string> = new Set(["robot.sendBySession"]);
const REFUSED = /QpsLimit|90018|99991400/;
/** A lease lasts 15 s, is looked for every 5 s, and then there is an answer to find. */
const ANSWERED_WITHIN_MS = 75_000;

/** Has several instances live through a busy morning, each message delivered twice. */
export async function play(options: PlayOptions): Promise<Played> {
  const { messages, seed, perSecond, ends } = options;
  const company = await openCompany({
    ...options,
    colleagues: Math.ceil(messages / 2),
    rooms: messages,
    env: { DINGTALK_MONTHLY_CALLS: "0", DINGTALK_MONTHLY_MESSAGES: "0" },
  });
  const said = busyMorning(messages, seed);
  const saidAtMs: number[] = [];
  const ids: string[] = [];
  const endings: Ending[] = [];
  const acknowledged = new Set<string>();
  for (const vendor of VENDORS)
    company.sandbox[vendor].events.on("delivered", (id) => void acknowledged.add(`${vendor}:${id}`));
  const isOver = new AbortController();
  const ending = ends ? endOneAfterAnother(company, ends, endings, isOver.signal) : Promise.resolve();
  const beganMs = performance.now();
  for (const [at, { vendor, key, text }] of said.entries()) {
    const dueMs = beganMs + (at * 1_000) / perSecond;
    if (dueMs > performance.now()) await pause(dueMs - performance.now());
    saidAtMs.push(company.sandbox.clock.now());
    ids.push(company.say(vendor, key, text, 2));
  }
  // Nobody is ended any more: what the ended ones had recorded is for the others.
  if (ends?.signal === "SIGKILL") isOver.abort();
  await ending;
  const lastWordMs = performance.now();
  const open = () => said.filter(({ vendor, key }) => company.heard(vendor, key).length === 0);
  while (open().length > 0 && performance.now() - lastWordMs < ANSWERED_WITHIN_MS) await pause(250);
  await settled(company);
  const tookMs = performance.now() - beganMs;
  const kept = await keptIn(options.storageUrl);
  return { ...told(company, said, { ids, acknowledged, saidAtMs, endings, tookMs }), kept };
}

/** Waits until nothing more is said: what is told twice comes a little later. */
async function settled({ sandbox }: Company): Promise<void> {
  let count = -1;
  let quietSinceMs = performance.now();
  while (performance.now() - quietSinceMs < 3_000) {
    const now = sandbox.trace.calls().length;
    if (now !== count) quietSinceMs = performance.now();
    count = now;
    await pause(200);
  }
}

async function endOneAfterAnother(
  company: Company,
  { signal, everyMs }: NonNullable<PlayOptions["ends"]>,
  endings: Ending[],
  isOver: AbortSignal,
): Promise<void> {
  for (let turn = 0; signal === "SIGKILL" ? !isOver.aborted : turn < company.bots.length; turn += 1) {
    await pause(everyMs, undefined, { signal: isOver }).catch(() => {});
    if (isOver.aborted) return;
    const at = turn % company.bots.length;
    const bot = company.bots[at] as Child;
    if (signal === "SIGKILL") bot.signalAll(signal);
    else bot.signal(signal);
    await bot.exit;
    endings.push({ nowMs: company.sandbox.clock.now(), tracedMs: performance.now() });
    company.bots[at] = company.start();
    await company.listens(company.bots[at]);
  }
}

function told(
  company: Company,
  said: readonly Saying[],
  run: {
    readonly ids: readonly string[];
    readonly acknowledged: ReadonlySet<string>;
    readonly saidAtMs: readonly number[];
    readonly endings: readonly Ending[];
    readonly tookMs: number;
  },
): Omit<Played, "kept"> {
  const { ids, acknowledged, saidAtMs, endings, tookMs } = run;
  const logs = company.everStarted.map(({ stdout }) => stdout).join("\n");
  const isHeard = ids.map((id) => acknowledged.has(id) || logs.includes(`"message":"${id}"`));
  const answers = said.map(({ vendor, key }) => company.heard(vendor, key));
  const firstAtMs = said.map(({ vendor }, at) => {
    const shown = answers[at]?.[0]?.id;
    const lines = company.sandbox[vendor].lines.filter(({ id }) => id === shown);
    return lines.at(-1)?.atMs ?? Number.NaN;
  });
  const after = firstAtMs
    .map((ms, at) => ms - (saidAtMs[at] ?? 0))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const takeovers = firstAtMs.flatMap((ms, at) => {
    const last = endings.filter(({ nowMs }) => nowMs > (saidAtMs[at] ?? 0) && nowMs < ms).at(-1);
    return last === undefined ? [] : [{ ms: ms - last.nowMs, at }];
  });
  const longest = takeovers.toSorted((a, b) => b.ms - a.ms)[0];
  const mayRepeat = ({ vendor, isBooking }: Saying) => vendor === "dingtalk" && isBooking;
  const shown = ({ vendor, key, text }: Saying, at: number) =>
    `${vendor} ${key}: ${text} -> ${answers[at]?.map((line) => line.text).join(" | ") || "nothing"}`;
  const where = (isIt: (count: number, saying: Saying, at: number) => boolean) =>
    said.flatMap((saying, at) => (isIt(answers[at]?.length ?? 0, saying, at) ? [shown(saying, at)] : []));
  const calls = company.sandbox.trace.calls();
  return {
    messages: said.length,
    unanswered: where((count, _saying, at) => count === 0 && isHeard[at] === true),
    unheard: where((count, _saying, at) => count === 0 && isHeard[at] !== true).length,
    answeredTwice: where((count, saying) => count > 1 && !mayRepeat(saying)),
    toldAgain: where((count, saying) => count > 1 && mayRepeat(saying)).length,
    wrongs: wrongs(company, said),
    ended: endings.length,
    longestTakeoverMs: longest?.ms ?? 0,
    lastTakenOver: longest ? `${ids[longest.at]}: ${said[longest.at]?.text}` : "",
    p50Ms: after[Math.floor(after.length * 0.5)] ?? Number.NaN,
    p95Ms: after[Math.floor(after.length * 0.95)] ?? Number.NaN,
    tookMs,
    refused: calls
      .filter(({ code, status }) => status === 429 || REFUSED.test(code ?? ""))
      .map(({ vendor, api, atMs }) => {
        const last = endings.filter(({ tracedMs }) => tracedMs < atMs).at(-1);
        return `${vendor} ${api}, ${last ? `${Math.round(atMs - last.tracedMs)} ms after an end` : "before any end"}`;
      }),
    lostRedis: (logs.match(/redis does not answer|shared limits are out of reach/g) ?? []).length,
    mostInASecond: busiest(calls),
    calls: calls.length,
  };
}

function busiest(calls: Company["sandbox"]["trace"] extends { calls(): infer All } ? All : never) {
  const most: Record<string, number> = {};
  for (const vendor of ["dingtalk", "feishu"] as const) {
    const theirs = calls.filter((call) => call.vendor === vendor && !OTHERWISE_LIMITED.has(call.api));
    const apis = new Set(theirs.map(({ api }) => api));
    const counts = [...apis].map((api) => {
      const starts = calls
        .filter((call) => call.vendor === vendor && call.api === api)
        .map(({ atMs }) => atMs);
      return [api, mostInAnyWindow(starts, 1_000)] as const;
    });
    const [api = "", count = 0] = counts.toSorted((a, b) => b[1] - a[1])[0] ?? [];
    most[`${vendor} ${api}`] = count;
  }
  return most;
}

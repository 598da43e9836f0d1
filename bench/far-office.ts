/**
 * The other process: sandboxes, and the people in them, far from the bot that is measured. Started by `rig/far.ts`,
 * asked over the channel between parent and child; delays are measured here, where the vendors would be.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../src/sandbox/index.ts";
import { type ChatLine, directChatKey } from "../src/sandbox/sandbox.ts";
import type { TracedCall } from "../src/sandbox/trace.ts";
import { busyTimesOf, NOW_MS, officeOf } from "./rig/office.ts";
import type { Answered, Asked, FarOptions, LoadOptions, LoadResult, Operations, Seen } from "./rig/wire.ts";

const VENDOR_LIMITS = {};
const NO_LIMITS = {
  dingtalkPerSecond: Number.POSITIVE_INFINITY,
  dingtalkRepliesPerMinute: Number.POSITIVE_INFINITY,
  feishuPerSecond: Number.POSITIVE_INFINITY,
  feishuPerMinute: Number.POSITIVE_INFINITY,
};
/** The bot's own messages: not what an answer costs to find. */
const ANSWERS = /^(robot\.|im\.message\.)/;
/** Said while the bot works; the answer is still to come. */
const PROGRESS = /^(Booking |Changing |Searched |Searching )/;
const ANSWER_WITHIN_MS = 60_000;
/** After the last words of a load, for the answers that are still to come. */
const LAST_ANSWERS_MS = 10_000;

interface FarOffice {
  readonly sandbox: Sandbox;
  calls: Seen[];
}

const offices = new Map<number, FarOffice>();
let opened = 0;

const officeOfId = (id: number): FarOffice => {
  const office = offices.get(id);
  if (!office) throw new Error(`There is no office ${id}.`);
  return office;
};

async function open({ spec, latency, isLimited }: FarOptions) {
  const sandbox = await startSandbox({
    nowMs: NOW_MS,
    seed: spec.seed,
    office: officeOf(spec),
    meetings: "none",
    ...(latency && { latency }),
    limits: isLimited ? VENDOR_LIMITS : NO_LIMITS,
    feishuPace: {
      client: { ReconnectCount: -1, ReconnectInterval: 1, ReconnectNonce: 0, PingInterval: 120 },
    },
  });
  for (const [roomKey, busy] of busyTimesOf(spec)) {
    for (const interval of busy) hold(sandbox, roomKey, interval);
  }
  const office: FarOffice = { sandbox, calls: [] };
  sandbox.trace.on("call", ({ vendor, api, atMs, status, code }: TracedCall) =>
    office.calls.push({ vendor, api, atMs, status, ...(code === undefined ? {} : { code }) }),
  );
  // Fifty people may wait for an answer at once.
  for (const { events } of [sandbox.dingtalk, sandbox.feishu]) events.setMaxListeners(0);
  sandbox.trace.setMaxListeners(0);
  opened += 1;
  offices.set(opened, office);
  const reach = ({ base, app }: Sandbox["dingtalk"] | Sandbox["feishu"]) => ({ base, app });
  return {
    id: opened,
    aheadMs: sandbox.clock.now() - Date.now(),
    dingtalk: reach(sandbox.dingtalk),
    feishu: reach(sandbox.feishu),
  };
}

function hold(
  { world }: Sandbox,
  roomKey: string,
  interval: { readonly start: number; readonly end: number },
): void {
  world.add({
    ...interval,
    madeOn: "client",
    organiserKey: "other:1",
    title: "Meeting",
    rooms: [{ roomKey, answer: "accepted" }],
  });
}

const isAnswer = (line: ChatLine): boolean => line.from === "bot" && !PROGRESS.test(line.text.trim());

const say: Operations["say"] = (id, vendor, who, text) => {
  const { sandbox } = officeOfId(id);
  const { events } = sandbox[vendor];
  const chatKey = directChatKey(who);
  const calls: { api: string; afterMs: number }[] = [];
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      events.off("line", onLine);
      sandbox.trace.off("call", onCall);
    };
    const onCall = (call: TracedCall) => {
      if (call.vendor === vendor && !ANSWERS.test(call.api) && call.atMs >= beganMs)
        calls.push({ api: call.api, afterMs: call.atMs - beganMs });
    };
    const onLine = (line: ChatLine) => {
      if (line.chatKey !== chatKey || !isAnswer(line)) return;
      end();
      resolve({
        text: line.text,
        afterMs: performance.now() - beganMs,
        calls: calls.toSorted((a, b) => a.afterMs - b.afterMs),
      });
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`${who} on ${vendor} heard nothing to "${text}".`));
    }, ANSWER_WITHIN_MS);
    events.on("line", onLine);
    sandbox.trace.on("call", onCall);
    const beganMs = performance.now();
    sandbox[vendor].say(who, chatKey, text);
  });
};

const link: Operations["link"] = async (id, who) => {
  const { sandbox } = officeOfId(id);
  const told = new Promise<ChatLine>((resolve) => {
    const onLine = (line: ChatLine) => {
      if (!isAnswer(line)) return;
      sandbox.feishu.events.off("line", onLine);
      resolve(line);
    };
    sandbox.feishu.events.on("line", onLine);
  });
  sandbox.feishu.say(who, directChatKey(who), "link");
  const line = await told;
  const page = line.links?.[0]?.url ?? /https?:\/\/\S+/.exec(line.text)?.[0];
  if (!page) throw new Error(`no link in: ${line.text}`);
  const linked = new Promise<void>((resolve) => sandbox.feishu.events.once("line", () => resolve()));
  sandbox.feishu.answerLink(who, page, "approved");
  await linked;
};

const load: Operations["load"] = async (id, options) => {
  const { sandbox } = officeOfId(id);
  const ears = options.vendors.map((vendor) => listen(sandbox, vendor));
  const beganMs = performance.now();
  for (let number = 0; number < options.messages; number += 1) {
    const waitMs = beganMs + (number * 1_000) / options.perSecond - performance.now();
    if (waitMs > 0) await delay(waitMs);
    speak(sandbox, ears, number, options);
  }
  const deadlineMs = performance.now() + LAST_ANSWERS_MS;
  while (ears.some(({ waiting }) => waiting() > 0) && performance.now() < deadlineMs) await delay(20);
  return ears.map(({ end }) => end());
};

type Ear = ReturnType<typeof listen>;

function speak(
  sandbox: Sandbox,
  ears: readonly Ear[],
  number: number,
  { texts, colleagues }: LoadOptions,
): void {
  const ear = ears[number % ears.length];
  const turn = Math.floor(number / ears.length);
  const who = colleagues[turn % colleagues.length];
  const text = texts[turn % texts.length];
  if (!ear || who === undefined || text === undefined) throw new Error("Nobody is there, or has words.");
  ear.expect(directChatKey(who));
  sandbox[ear.vendor].say(who, directChatKey(who), text);
}

/** Hears a vendor's chats: a person's answers come in the order of the words. */
function listen(sandbox: Sandbox, vendor: LoadResult["vendor"]) {
  const said = new Map<string, number[]>();
  const afterMs: number[] = [];
  const onLine = (line: ChatLine) => {
    if (!isAnswer(line)) return;
    const atMs = said.get(line.chatKey)?.shift();
    if (atMs !== undefined) afterMs.push(performance.now() - atMs);
  };
  sandbox[vendor].events.on("line", onLine);
  const waiting = () => [...said.values()].reduce((count, one) => count + one.length, 0);
  return {
    vendor,
    expect: (chatKey: string) => {
      const waits = said.get(chatKey) ?? [];
      waits.push(performance.now());
      said.set(chatKey, waits);
    },
    waiting,
    end: (): LoadResult => {
      sandbox[vendor].events.off("line", onLine);
      return { vendor, afterMs, unanswered: waiting() };
    },
  };
}

const OPERATIONS: Operations = {
  open,
  say,
  link,
  load,
  takeCalls: async (id) => {
    const office = officeOfId(id);
    const { calls } = office;
    office.calls = [];
    return calls;
  },
  takeRoom: async (id, roomName, interval) => {
    const { sandbox } = officeOfId(id);
    const room = sandbox.world.office.rooms.find(({ name }) => name === roomName);
    if (!room) throw new Error(`The office has no room ${roomName}.`);
    hold(sandbox, room.key, interval);
  },
  pass: async (id, ms) => officeOfId(id).sandbox.clock.advance(ms),
  close: async (id) => {
    const { sandbox } = officeOfId(id);
    offices.delete(id);
    await sandbox.close();
  },
};

async function answer({ number, operation, given }: Asked): Promise<Answered> {
  try {
    const run = OPERATIONS[operation] as (...given: readonly unknown[]) => Promise<unknown>;
    return { number, answer: await run(...given) };
  } catch (error) {
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}

process.on("message", async (asked: Asked) => process.send?.(await answer(asked)));
process.on("disconnect", () => process.exit(0));

import { describe, expect, it } from "vitest";
import { Progress } from "../../src/bot/progress.ts";
import type { Card } from "../../src/card/elements.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { ReplyTarget } from "../../src/ports/listener.ts";
import type { Messenger } from "../../src/ports/messenger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";

const person = { id: "p1", name: "Emma" };
const chat = { id: "c1", kind: "direct" as const };
const TO: ReplyTarget = { chat, person, messageId: "m1", vendor: {} };
const card = (title: string): Card => ({ title, language: "en", tone: "busy", blocks: [] });
const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 5));
};

function openRig({ canUpdate = true, isBroken = false } = {}) {
  const clock = new MovableClock(0);
  const storage = createMemoryStorage(clock);
  const said: string[] = [];
  const messenger: Messenger = {
    isIdempotent: canUpdate,
    send: async (_to, { title }, key) => {
      if (isBroken) throw new Error("no way through");
      said.push(`${key}: ${title}`);
      return { messageId: "om_1" };
    },
    ...(canUpdate && {
      update: async (sent, { title }) => {
        said.push(`${(sent as { messageId: string }).messageId}: ${title}`);
      },
    }),
  };
  const begin = (more: { isRepeat?: boolean } = {}) =>
    new Progress(
      { messenger, storage, clock, logger: silentLogger },
      { id: "in:1", to: TO, sinceMs: clock.now(), isRepeat: false, shown: undefined, ...more },
    );
  const pass = async (ms: number) => {
    clock.advance(ms);
    await turns();
  };
  return { said, begin, pass };
}

describe("progress", () => {
  it("is not shown where the answer comes within two seconds", async () => {
    const { said, begin, pass } = openRig();
    const progress = begin();
    progress.show(card("searching"));
    await pass(1_000);
    expect(await progress.end()).toBeUndefined();
    await pass(60_000);
    expect(said).toEqual([]);
  });

  it("is one message after two seconds, changed every one and a half at most, the last word first", async () => {
    const { said, begin, pass } = openRig();
    const progress = begin();
    progress.show(card("searching"));
    await pass(2_000);
    progress.show(card("10 of 60"));
    progress.show(card("20 of 60"));
    await pass(500);
    expect(said).toEqual(["in:1:progress: searching"]);
    await pass(1_000);
    expect(said.slice(1)).toEqual(["om_1: 20 of 60"]);
    progress.show(card("30 of 60"));
    expect(await progress.end()).toEqual({ messageId: "om_1" });
    await pass(60_000);
    expect(said).toHaveLength(2);
  });

  it("of something that changes things is there at once, and what follows is not shown too soon after it", async () => {
    const { said, begin, pass } = openRig();
    const progress = begin();
    await progress.showNow(card("booking"));
    expect(said).toEqual(["in:1:progress: booking"]);
    progress.show(card("searching for the next best"));
    await pass(500);
    expect(said).toHaveLength(1);
    await pass(1_500);
    expect(said.slice(1)).toEqual(["om_1: searching for the next best"]);
    expect(await progress.end()).toEqual({ messageId: "om_1" });
  });

  it("is nothing where a message cannot be changed, for it would stay", async () => {
    const { said, begin, pass } = openRig({ canUpdate: false });
    const progress = begin();
    await progress.showNow(card("booking"));
    progress.show(card("searching"));
    await pass(10_000);
    expect(await progress.end()).toBeUndefined();
    expect(said).toEqual([]);
  });

  it("that a try left standing which broke off gives its place to the next try's progress and answer", async () => {
    const { said, begin, pass } = openRig();
    begin().show(card("searching"));
    await pass(2_000);
    const again = begin({ isRepeat: true });
    again.show(card("searching once more"));
    await pass(2_000);
    expect(said).toEqual(["in:1:progress: searching", "om_1: searching once more"]);
    expect(await again.end()).toEqual({ messageId: "om_1" });
    expect(await begin({ isRepeat: true }).end()).toEqual({ messageId: "om_1" });
  });

  it("that cannot be shown holds nothing up", async () => {
    const { said, begin, pass } = openRig({ isBroken: true });
    const progress = begin();
    progress.show(card("searching"));
    await pass(2_000);
    await progress.showNow(card("booking"));
    expect(await progress.end()).toBeUndefined();
    expect(said).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import {
  findAction,
  keptAction,
  newActionId,
  type StoredAction,
} from "../../src/bot/actions/stored-action.ts";
import type { BotDeps } from "../../src/bot/bot.ts";
import { Conversation } from "../../src/bot/conversation.ts";
import type { Inbox } from "../../src/bot/intake/inbox.ts";
import { hearPress } from "../../src/bot/intake/read-press.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { SETTINGS } from "../helpers/office.ts";

const chat = { id: "chat-1", kind: "group" } as const;
const owned = { ownerId: "ann", chat, language: "en" } as const;
const press = {
  id: "press-1",
  personId: "ann",
  chatId: "chat-1",
  messageId: "card-1",
  vendor: null,
};

/** Storage with this action, and what was recorded of presses. */
async function desk(action: StoredAction) {
  const clock = new MovableClock(0);
  const storage = createMemoryStorage(clock);
  const id = newActionId();
  await storage.write([keptAction([id, action])]);
  const recorded: unknown[] = [];
  const inbox = {
    record: async (item: unknown) => {
      recorded.push(item);
      return true;
    },
  } as unknown as Inbox;
  const deps: BotDeps = { platforms: [], storage, clock, logger: silentLogger, office: SETTINGS };
  const hear = (over: Partial<typeof press> & { actionId?: string } = {}) =>
    hearPress(deps, inbox, "feishu", { actionId: id, ...press, ...over });
  return { hear, recorded, storage, clock, id };
}
const say: StoredAction = { does: "say", command: { intent: "link" }, ...owned };

describe("a press", () => {
  it("of its owner, in its chat, is recorded", async () => {
    const { hear, recorded } = await desk(say);
    expect(await hear()).toMatchObject({ tone: "info" });
    expect(recorded).toHaveLength(1);
  });

  it.each([
    ["by somebody else", { personId: "bob" }, /somebody else's/],
    ["in another chat", { chatId: "chat-2" }, /in the chat that it was made for/],
    ["in no chat that is known", { chatId: "" }, /in the chat that it was made for/],
    ["with an id that nobody gave out", { actionId: newActionId() }, /失效/],
    ["with an id that is none", { actionId: "../offer:feishu" }, /失效/],
    ["with an id of another length", { actionId: "a1" }, /失效/],
  ])("%s is refused in a word, and nothing is recorded", async (_, over, word) => {
    const { hear, recorded } = await desk(say);
    const answer = await hear(over);
    expect(answer.tone).toBe("warning");
    expect(answer.text).toMatch(word);
    expect(recorded).toEqual([]);
  });

  it("counts as a message does, and past the day's limit is told so", async () => {
    const { hear, recorded } = await desk(say);
    for (let at = 0; at < SETTINGS.personDailyMessages; at += 1) await hear();
    expect(recorded).toHaveLength(SETTINGS.personDailyMessages);
    expect((await hear()).text).toMatch(/100/);
    expect(recorded).toHaveLength(SETTINGS.personDailyMessages);
  });

  it("a day later is one of an id that nobody gave out", async () => {
    const { hear, clock, recorded } = await desk(say);
    clock.advance(24 * 60 * 60_000 + 1);
    expect((await hear()).tone).toBe("warning");
    expect(recorded).toEqual([]);
  });

  it("of a question is good while that very question is open", async () => {
    const { hear, storage, recorded } = await desk({ does: "choice", questionId: "q1", number: 1, ...owned });
    const conversation = new Conversation(storage, "feishu", "chat-1", "ann");
    expect((await hear()).text).toMatch(/not open any more/);
    await conversation.ask({ id: "q2", language: "en", choices: [] });
    expect((await hear()).text).toMatch(/not open any more/);
    expect(recorded).toEqual([]);
    await conversation.ask({ id: "q1", language: "en", choices: [] });
    expect((await hear()).tone).toBe("info");
  });
});

describe("an action's id", () => {
  it("is 128 random bits, and stands for nothing without what is stored", async () => {
    const ids = Array.from({ length: 1_000 }, newActionId);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    const { storage } = await desk(say);
    expect(await findAction(storage, ids[0] ?? "")).toBeUndefined();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Bot } from "../../src/bot/bot.ts";
import type { Card } from "../../src/card/elements.ts";
import { silentLogger } from "../../src/core/logger.ts";
import type { Hearing, InboundMessage } from "../../src/ports/listener.ts";
import type { Platform } from "../../src/ports/platform.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { MovableClock } from "../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { SETTINGS } from "../helpers/office.ts";

const HOUR_MS = 60 * 60_000;

/** What a platform may bring to the bot that neither imitated vendor sends. */
describe("the bot's ear", () => {
  const clock = new MovableClock(Date.parse("2026-03-11T10:07:00+08:00"));
  let storage: Storage;
  let bot: Bot;
  let hearing: Hearing;
  let said: string[];
  let beforeSending: () => Promise<void>;

  beforeEach(() => {
    said = [];
    beforeSending = async () => {};
    storage = createMemoryStorage(clock);
    bot = new Bot({ platforms: [platform()], storage, clock, logger: silentLogger, office: SETTINGS });
    bot.start();
  });
  afterEach(() => bot.stop(1_000));

  /** A chat without rooms. */
  const platform = (): Platform => ({
    name: "somewhere",
    listener: {
      start: async (given) => {
        hearing = given;
      },
      state: () => "connected",
      stop: async () => {},
    },
    messenger: {
      isIdempotent: true,
      send: async (_to, card: Card) => {
        await beforeSending();
        said.push(JSON.stringify(card));
        return null;
      },
    },
    directory: {
      nameOf: async () => undefined,
      findByName: async () => undefined,
      membershipsOf: async () => [],
    },
    schedules: { busyOf: async () => new Map() },
    rooms: {
      list: async () => [],
      rules: () => Promise.reject(new Error("there are no rooms")),
      busy: async () => new Map(),
    },
    calendar: {
      read: async () => undefined,
      create: () => Promise.reject(new Error("there is no calendar")),
      addRoom: () => Promise.reject(new Error("there is no calendar")),
      removeRoom: async () => {},
      invite: async () => {},
      reschedule: async () => {},
      remove: async () => {},
    },
    close: async () => {},
  });

  let count = 0;
  const message = (kind: "group" | "direct", fields: Partial<InboundMessage> = {}): InboundMessage => {
    count += 1;
    const chat = { id: "chat", kind };
    const sender = { id: "lei", name: "Lei", kind: "person" } as const;
    return {
      id: `m${count}`,
      chat,
      sender,
      text: "help",
      content: "text",
      mentionsBot: kind === "group",
      mentions: [],
      sentAtMs: clock.now(),
      replyTo: { chat, person: sender, messageId: `m${count}`, vendor: null },
      ...fields,
    };
  };
  /** What is said to this, and then to "my bookings": a person's messages are answered in order. */
  const hear = async (first: InboundMessage): Promise<string[]> => {
    await hearing.message(first);
    await hearing.message(message(first.chat.kind, { text: "my bookings" }));
    await vi.waitFor(() => expect(said.at(-1)).toMatch(/no coming booking/));
    return said.slice(0, -1);
  };

  it("answers what is said to it", async () => {
    expect(await hear(message("direct"))).toEqual([expect.stringMatching(/I find free meeting rooms/)]);
  });

  it.each<[string, InboundMessage]>([
    ["what a group says without mentioning it", message("group", { mentionsBot: false })],
    ["other bots", message("direct", { sender: { id: "lei", name: "", kind: "bot" } })],
    ["a picture in a group", message("group", { content: "other", text: "" })],
  ])("does not answer %s", async (_what, first) => {
    expect(await hear(first)).toEqual([]);
  });

  it("answers what reaches it late, and goes by its own clock", async () => {
    const late = message("direct", { sentAtMs: clock.now() - 1_000 * HOUR_MS });
    expect(await hear(late)).toEqual([expect.stringMatching(/I find free meeting rooms/)]);
  });

  it("says of a picture in a one-to-one chat that it reads text only", async () => {
    expect(await hear(message("direct", { content: "other", text: "" }))).toEqual([
      expect.stringMatching(/只看得懂文字/),
    ]);
  });

  it("answers a message that comes a second time an hour later no more", async () => {
    const first = message("direct");
    await hear(first);
    clock.advance(HOUR_MS);
    await hear(first);
    expect(said.filter((line) => /I find free/.test(line))).toHaveLength(1);
  });

  it("does not begin an answer anew that is under way when the machine was asleep for an hour", async () => {
    const looks = vi.spyOn(storage, "list");
    const pauses: (() => void)[] = [];
    beforeSending = () => new Promise((resolve) => pauses.push(resolve));
    await hearing.message(message("direct"));
    await vi.waitFor(() => expect(pauses).toHaveLength(1));
    beforeSending = async () => {};
    const looksBefore = looks.mock.calls.length;
    clock.advance(HOUR_MS);
    await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(looksBefore + 1));
    for (const goOn of pauses) goOn();
    await hearing.message(message("direct", { text: "my bookings" }));
    await vi.waitFor(() => expect(said.at(-1)).toMatch(/no coming booking/));
    expect(said).toHaveLength(2);
  });

  it("does not take a message for heard that could not be recorded", async () => {
    vi.spyOn(storage, "write").mockRejectedValueOnce(new Error("the disk is full"));
    const first = message("direct");
    await expect(hearing.message(first)).rejects.toThrow("the disk is full");
    expect(await hear(first)).toHaveLength(1);
  });
});

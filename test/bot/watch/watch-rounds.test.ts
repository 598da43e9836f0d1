import { expect, it, vi } from "vitest";
import type { BotDeps } from "../../../src/bot/bot.ts";
import { createDesk } from "../../../src/bot/desk.ts";
import { WatchRounds } from "../../../src/bot/watch/watch-rounds.ts";
import type { Card } from "../../../src/card/elements.ts";
import { silentLogger } from "../../../src/core/logger.ts";
import type { Platform } from "../../../src/ports/platform.ts";
import { MovableClock } from "../../../src/sandbox/clock.ts";
import { createMemoryStorage } from "../../../src/storage/memory.ts";
import { SETTINGS } from "../../helpers/office.ts";

const MINUTE_MS = 60_000;
const NOW = Date.parse("2026-03-11T10:07:00+08:00");

/** Two instances of the bot over one storage, at a platform with one room that is free by now. */
it("has one instance look, and tells once", async () => {
  const clock = new MovableClock(NOW);
  const storage = createMemoryStorage(clock);
  const said: string[] = [];
  let busyCalls = 0;
  const nothing = () => Promise.reject(new Error("nobody needs that"));
  const platform: Platform = {
    name: "somewhere",
    listener: { start: nothing, state: () => "connected", stop: async () => {} },
    messenger: {
      isIdempotent: true,
      send: async (_to, card: Card) => {
        said.push(card.title);
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
      list: async () => [{ id: "k2", name: "K2", equipment: [], path: [], access: "everyone" }],
      rules: async () => ({ access: "everyone", closures: [], approval: "none", recurring: true }),
      busy: async () => {
        busyCalls += 1;
        return new Map([["k2", { known: true, busy: [] }]]);
      },
    },
    calendar: {
      read: nothing,
      create: nothing,
      invite: nothing,
      reschedule: nothing,
      addRoom: nothing,
      removeRoom: nothing,
      remove: nothing,
    },
    close: async () => {},
  };
  const deps: BotDeps = { platforms: [platform], storage, clock, logger: silentLogger, office: SETTINGS };
  const person = { id: "emma", name: "Emma" };
  const chat = { id: "chat", kind: "direct" } as const;
  const replyTo = { chat, person, messageId: "m1", vendor: null };
  const interval = { start: NOW + 120 * MINUTE_MS, end: NOW + 180 * MINUTE_MS };
  const desks = [createDesk(platform, deps), createDesk(platform, deps)] as const;
  await desks[0].watches.keep({
    id: "w1",
    wish: { when: { kind: "at", interval }, equipment: [] },
    rooms: [{ id: "k2", name: "K2" }],
    attendees: [],
    named: [],
    address: { inboxId: "m1", replyTo, person, chat, language: "en" },
    had: [],
    looksAtMs: [NOW + 15 * MINUTE_MS, NOW + 30 * MINUTE_MS],
  });
  const instances = desks.map(
    (desk) =>
      new WatchRounds(
        deps,
        () => [desk],
        (_desk, _address, work) => work(),
      ),
  );
  clock.advance(20 * MINUTE_MS);
  for (const instance of instances) instance.start();
  try {
    await vi.waitFor(async () => expect(await storage.list("watch:")).toEqual([]));
    expect(said).toEqual(["Free: Wed 11 Mar, 12:07–13:07"]);
    expect(busyCalls).toBe(1);
  } finally {
    await Promise.all(instances.map((instance) => instance.stop(1_000)));
  }
});

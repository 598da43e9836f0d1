import { describe, expect, it, vi } from "vitest";
import { StorageAway } from "../../src/core/errors.ts";
import { MAY_BE_LOST } from "../../src/may-be-lost.ts";
import type { Storage } from "../../src/ports/storage.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

const SWEEP_MS = 10_000;

/** Takes the storage away at the first word of a booking's journal; `comeBack` gives it back. */
function leaveAtTheJournal(storage: Storage): { comeBack(): void } {
  let state: "there" | "away" | "back" = "there";
  const beneath = { ...storage };
  const mayBeLost = (key: string) => MAY_BE_LOST.some((start) => key.startsWith(start));
  const pass = (keys: readonly string[]): void => {
    if (state === "there" && keys.some((key) => key.startsWith("journal:"))) state = "away";
    if (state === "away" && !keys.every(mayBeLost)) throw new StorageAway("It is away.");
  };
  storage.get = async (key) => {
    pass([key]);
    return beneath.get(key);
  };
  storage.write = async (changes, onlyIf) => {
    pass([...changes.map(({ key }) => key), ...(onlyIf ? [onlyIf.key] : [])]);
    return beneath.write(changes, onlyIf);
  };
  storage.increment = async (key, ttlMs) => {
    pass([key]);
    return beneath.increment(key, ttlMs);
  };
  return {
    comeBack: () => {
      state = "back";
    },
  };
}

describe.concurrent.each(PLATFORMS)("a storage that goes away in the middle of a booking on %s", (vendor) => {
  it.each([
    {
      language: "English",
      text: "book Darwin tomorrow 4pm 1h",
      away: /will finish it by myself/,
      booked: /^Booked: /,
    },
    {
      language: "Chinese",
      text: "订 Darwin 明天下午4点 1小时",
      away: /恢复后我会自动接着办完/,
      booked: /^已订好|^已预订|^订好/,
    },
  ])(
    "is told in $language to whoever asked, who hears of the room when it is back",
    async ({ text, away, booked }) => {
      await inOffice({ platforms: [vendor], meetings: "none" }, async (office) => {
        const { clock, world, storage } = office;
        const journal = leaveAtTheJournal(storage);
        const meetings = () => world.meetings().filter(({ isCancelled }) => !isCancelled);
        const me = office.at(vendor, "emma");
        expect((await me.say(text)).text).toMatch(away);
        for (let sweep = 0; sweep < 3; sweep += 1) clock.advance(SWEEP_MS);
        expect(meetings()).toEqual([]);

        journal.comeBack();
        const answer = me.nextLine();
        await vi.waitFor(async () => {
          clock.advance(SWEEP_MS);
          expect(await storage.list("inbox:open:")).toEqual([]);
        }, 10_000);
        expect((await answer).text).toMatch(booked);
        expect(meetings()).toHaveLength(1);
        expect(
          me.heard().filter((line) => away.test(line.text)),
          me.transcript(),
        ).toHaveLength(1);
      });
    },
  );
});

import { describe, expect, it } from "vitest";
import { forgetPerson } from "../../src/bot/forget.ts";
import { systemClock } from "../../src/core/clock.ts";
import { directChatKey } from "../../src/sandbox/sandbox.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { linkAccount } from "../helpers/link-account.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

describe.concurrent.each(PLATFORMS)("a colleague who is forgotten on %s", (vendor) => {
  it("is named in nothing that is stored: not in their own entries, nor as a guest in others'", {
    timeout: 60_000,
  }, async () => {
    await inOffice({ platforms: [vendor], linking: true, cards: true }, async (office) => {
      const alone = office.at(vendor, "oliver");
      const inGroup = office.at(vendor, "oliver", "platform-team");
      const host = office.at(vendor, "kenji", "platform-team");
      if (vendor === "feishu") await linkAccount(office, "oliver");
      await alone.say("free room tomorrow 3pm 1h");
      expect((await alone.say("1")).text).toMatch(/^Booked/);
      await alone.say("free room tomorrow 3pm 1h for 900 people");
      expect((await alone.say("tell me when one frees up")).text).toMatch(/keep an eye/);
      await inGroup.say("free room tomorrow 5pm 1h");
      await inGroup.say("1");
      await alone.say("my bookings");
      await host.say("free room tomorrow 11am 1h with @oliver", { mentionKeys: ["oliver"] });
      expect((await host.say("1")).text).toMatch(/Booked/);
      await host.say("free room tomorrow 1pm 1h with Oliver");
      await office.pass(0);

      const { colleagues, chats } = office.world.office;
      const oliver = colleagues.find(({ key }) => key === "oliver");
      const chat = chats.find(({ key }) => key === directChatKey("oliver"));
      const personId = vendor === "feishu" ? oliver?.feishu.openId : oliver?.dingtalk.userId;
      const chatId = vendor === "feishu" ? chat?.feishu.chatId : chat?.dingtalk.conversationId;
      const marks = [...Object.values(oliver?.[vendor] ?? {}), oliver?.name, chatId] as string[];
      const named = async () =>
        (await office.storage.list("")).filter((entry) =>
          marks.some((mark) => JSON.stringify(entry).includes(mark)),
        );
      const kindOf = (key: string) => key.slice(0, key.indexOf(":"));
      const before = await named();
      expect(new Set(before.map(({ key }) => kindOf(key))).size).toBeGreaterThan(8);

      const done = await forgetPerson({ storage: office.storage, platforms: [] }, personId ?? "");
      expect(done).toMatchObject({ underWay: 0 });
      expect(done.takenOutOf).toBeGreaterThan(1);
      expect((await named()).map((entry) => JSON.stringify(entry))).toEqual([]);
      // What is others' stays theirs, and so does its end of life.
      expect((await host.say("my bookings")).text).toMatch(/11:00/);
      await office.pass(8 * 24 * 3_600_000);
      expect((await office.storage.list("offer:")).concat(await office.storage.list("journal:"))).toEqual([]);
    });
  });
});

it("a person is forgotten by an id with colons too, as DingTalk has for people from outside, and nobody else is", async () => {
  const storage = createMemoryStorage(systemClock);
  const outsider = "$:LWCP_v1:$d2hv";
  const keys = [`answers:dingtalk:${outsider}:2026-03-12`, `spoke:dingtalk:cid==:${outsider}`];
  const others = [`answers:dingtalk:${outsider}x:2026-03-12`, "answers:dingtalk:d2hv:2026-03-12"];
  await storage.write([...keys, ...others].map((key) => ({ key, value: 1 })));
  expect(await forgetPerson({ storage, platforms: [] }, outsider)).toMatchObject({
    removed: 2,
    takenOutOf: 0,
  });
  expect((await storage.list("")).map(({ key }) => key)).toEqual(others.toSorted());
});

it("a guest of a booking that is under way is kept until that has come to its end, and told of", async () => {
  const storage = createMemoryStorage(systemClock);
  const entry = (phase: string) => ({
    phase,
    input: {
      attendees: [
        { id: "emma", name: "Emma" },
        { id: "li", name: "Li" },
      ],
    },
  });
  await storage.write([{ key: "journal:feishu:1", value: entry("forward"), ttlMs: 60_000 }]);
  const parts = { storage, platforms: [] };
  expect(await forgetPerson(parts, "emma")).toMatchObject({ removed: 0, takenOutOf: 0, underWay: 1 });
  await storage.write([{ key: "journal:feishu:1", value: entry("done"), keepsLife: true }]);
  expect(await forgetPerson(parts, "emma")).toMatchObject({ removed: 0, takenOutOf: 1, underWay: 0 });
  expect(await storage.get("journal:feishu:1")).toEqual({
    phase: "done",
    input: { attendees: [{ id: "li", name: "Li" }] },
  });
});

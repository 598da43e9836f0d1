import { describe, expect, it } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import type { Meeting, NewMeeting } from "../../src/sandbox/world.ts";
import { inOffice, PLATFORMS, WEDNESDAY_10_07 } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);
const THREE = local("2026-03-12T15:00");
const FOUR = local("2026-03-12T16:00");
const WISH = "free room tomorrow 3pm 1h";

/** An event that li-lei made in the client, without a room unless one is given. */
const ownEvent = (office: OpenOffice, more: Partial<NewMeeting> = {}): Meeting =>
  office.world.add({
    madeOn: "client",
    organiserKey: "li-lei",
    title: "Retro",
    start: THREE,
    end: FOUR,
    ...more,
  });

const roomsOf = (office: OpenOffice, meeting: Meeting): string[] =>
  meeting.rooms.map(({ roomKey }) => office.world.room(roomKey).name);

/** Asks and takes the first room; the answer to the taking. */
async function takeFirst(office: OpenOffice, wish = WISH): Promise<string> {
  const me = office.at("dingtalk", "li-lei");
  expect((await me.say(wish)).text).toMatch(/Free: /);
  return (await me.say("1")).text;
}

describe.concurrent("an event of the asker's own on dingtalk", () => {
  const calm = { platforms: ["dingtalk"], meetings: "none", clockSpeed: 5 } as const;

  it("takes the room; cancelling gives the room back and keeps the event", () =>
    inOffice(calm, async (office) => {
      const event = ownEvent(office);
      const before = idsOf(office);
      const answer = await takeFirst(office);
      expect(answer).toMatch(/Booked: .*\n.*Thu 12 Mar,? 15:00–16:00[\s\S]*on your event "Retro"/);
      expect(madeSince(office, before)).toEqual([]);
      expect(roomsOf(office, event)).toHaveLength(1);
      expect(answer).toContain(roomsOf(office, event)[0]);

      const cancelled = await office.at("dingtalk", "li-lei").say("cancel");
      expect(cancelled.text).toMatch(/Cancelled: [\s\S]*Your event "Retro" stays/);
      expect(event.isCancelled).toBe(false);
      expect(event.rooms).toEqual([]);
    }));

  const longer = { title: "Long retro", end: local("2026-03-12T17:00") };
  it.each<[string, readonly Partial<NewMeeting>[], number, string, string | undefined]>([
    ["the first of two", [{}, { title: "Sync" }], 1, "15:00–16:00", "Retro"],
    ["the second of two", [{}, { title: "Sync" }], 2, "15:00–16:00", "Sync"],
    ["a new one beside two", [{}, { title: "Sync" }], 3, "15:00–16:00", undefined],
    ["the one with another end, for its whole time", [longer], 1, "15:00–17:00", "Long retro"],
    ["a new one beside one with another end", [longer], 2, "15:00–16:00", undefined],
  ])("is asked for by number where several may be meant: %s", (_, events, choice, when, title) =>
    inOffice(calm, async (office) => {
      const own = events.map((event) => ownEvent(office, event));
      const before = idsOf(office);
      const question = await takeFirst(office);
      expect(question).toMatch(/Which event is the room for/);
      for (const [at, event] of own.entries()) expect(question).toContain(`${at + 1}. "${event.title}"`);
      expect(question).toContain(`${own.length + 1}. a new event`);
      expect(own.flatMap(({ rooms }) => rooms)).toEqual([]);

      const { text } = await office.at("dingtalk", "li-lei").say(String(choice));
      expect(text).toMatch(/Booked: /);
      expect(text).toContain(when);
      const [made, ...others] = madeSince(office, before);
      expect(others).toEqual([]);
      const chosen = own.find((event) => event.title === title);
      expect(made === undefined).toBe(chosen !== undefined);
      expect([...own, ...(made ? [made] : [])].filter(({ rooms }) => rooms.length > 0)).toEqual([
        chosen ?? made,
      ]);
      expect(text).toContain(chosen ? `on your event "${title}"` : 'on your calendar as "Meeting"');
    }),
  );

  it.each<[string, Partial<NewMeeting>]>([
    ["has a room", { rooms: [{ roomKey: "everest", answer: "accepted" }] }],
    ["lasts all day", { isAllDay: true, start: local("2026-03-12T00:00"), end: local("2026-03-13T00:00") }],
    ["starts at another time", { start: local("2026-03-12T14:30") }],
    ["is somebody else's", { organiserKey: "han-meimei", attendeeKeys: ["li-lei"] }],
  ])("is left alone where it %s", (_, event) =>
    inOffice(calm, async (office) => {
      const own = ownEvent(office, event);
      const rooms = [...own.rooms];
      const before = idsOf(office);
      expect(await takeFirst(office)).toMatch(/Booked: [\s\S]*on your calendar as "Meeting"/);
      expect(own.rooms).toEqual(rooms);
      expect(madeSince(office, before)).toHaveLength(1);
      expectTruth(office, before, "li-lei");
    }),
  );

  it("is left as it was when its room turns out to be gone, and the next best takes it", () =>
    inOffice(calm, async (office) => {
      const event = ownEvent(office);
      const me = office.at("dingtalk", "li-lei");
      const list = (await me.say(WISH)).text;
      const first = /^ *1\. (.+)$/m.exec(list)?.[1]?.trim();
      const room = office.world.office.rooms.find(({ name }) => name === first);
      ownEvent(office, {
        organiserKey: "other:1",
        title: "faster",
        rooms: [{ roomKey: room?.key ?? "", answer: "accepted" }],
      });
      const before = idsOf(office);
      expect((await me.say("1")).text).toMatch(/is not booked[\s\S]*next best/);
      expect(event).toMatchObject({ isCancelled: false, rooms: [] });
      expect((await me.say("1")).text).toMatch(/on your event "Retro"/);
      expect(event.rooms).toHaveLength(1);
      expect(madeSince(office, before)).toEqual([]);
    }));

  it("is not given a title that the wish names; a new one is", () =>
    inOffice(calm, async (office) => {
      const before = idsOf(office);
      expect(await takeFirst(office, `${WISH} called "Sprint review"`)).toMatch(/as "Sprint review"/);
      expect(madeSince(office, before)).toMatchObject([{ title: "Sprint review" }]);
    }));
});

describe.concurrent("an event on the bot's calendar on feishu", () => {
  it("shows on the asker's, who may change it; success is said only once the room has accepted", () =>
    inOffice({ platforms: ["feishu"], meetings: "none", roomAnswerMs: [600, 700] }, async (office) => {
      const me = office.at("feishu", "li-lei");
      await me.say(WISH);
      const before = idsOf(office);
      const answers: string[] = [];
      office.sandbox.feishu.events.on("line", (line) => {
        const answer = office.world.meetings().at(-1)?.rooms[0]?.answer ?? "none";
        if (line.from === "bot") answers.push(`${line.id} ${line.text.split("\n")[0]} [${answer}]`);
      });
      expect((await me.say("1")).text).toMatch(/Booked: /);
      const [made] = madeSince(office, before);
      expect(made).toMatchObject({ organiserKey: "bot", attendeeKeys: ["li-lei"], start: THREE, end: FOUR });

      const [working, done, ...others] = answers;
      expect(others).toEqual([]);
      expect(working).toMatch(/Booking .* … \[(none|pending)\]/);
      expect(done).toMatch(/Booked: .* \[accepted\]/);
      expect(done?.split(" ")[0]).toBe(working?.split(" ")[0]);
    }));

  it.each<[string, RegExp, (office: OpenOffice, rooms: OfficeRoom[], at: number) => void]>([
    [
      "somebody was faster",
      /Most likely: It is taken: Thu 12 Mar, 15:00–16:00/,
      (office, rooms, at) => {
        const roomKey = rooms[at]?.key ?? "";
        ownEvent(office, { organiserKey: "other:1", rooms: [{ roomKey, answer: "accepted" }] });
      },
    ],
    [
      "an administrator has just kept it for somebody else",
      /Most likely: You are not among the people who may book it/,
      (_, rooms, at) => {
        const [room] = rooms.splice(at, 1);
        if (room) rooms.push({ ...room, rules: { ...room.rules, bookableBy: "admins" } });
      },
    ],
  ])("is removed when the room declines later, and the next best is offered: %s", (_, reason, spoil) => {
    const plain = believableOffice(WEDNESDAY_10_07);
    const rooms = [...plain.rooms];
    const options = { platforms: ["feishu"], meetings: "none", clockSpeed: 5 } as const;
    return inOffice({ ...options, office: { ...plain, rooms } }, async (office) => {
      const me = office.at("feishu", "li-lei");
      const first = /^ *1\. (.+)$/m.exec((await me.say(WISH)).text)?.[1]?.trim();
      spoil(
        office,
        rooms,
        rooms.findIndex(({ name }) => name === first),
      );
      const before = idsOf(office);
      const { text } = await me.say("1");
      expect(text).toContain(`${first} is not booked`);
      expect(text).toMatch(reason);
      expect(text).toContain("next best");
      expect(text.split("next best")[1]).not.toMatch(numbered(first ?? ""));
      expect(madeSince(office, before)).toEqual([]);
      expectTruth(office, before, "li-lei");
      expect((await me.say("1")).text).toMatch(/Booked: /);
      expectTruth(office, before, "li-lei");
    });
  });
});

describe.concurrent.each(PLATFORMS)("people on %s", (vendor) => {
  const calm = { platforms: [vendor], meetings: "none", clockSpeed: 5 } as const;

  it("are invited where they are mentioned, and not told to be invited where they are only typed", () =>
    inOffice(calm, async (office) => {
      const emma = office.at(vendor, "emma", "launch");
      const list = await emma.say(`${WISH} @Tom @赵敏`, { mentionKeys: ["zhao-min"] });
      expect(list.text).toMatch(/To invite Tom, mention them with @/);
      expect(list.text).not.toMatch(/To invite [^\n]*赵敏/);
      const before = idsOf(office);
      await emma.say("1");
      const [made] = madeSince(office, before);
      const others = made?.attendeeKeys.filter((key) => key !== "emma");
      expect(others).toEqual(["zhao-min"]);
    }));

  it("who are typed in an outright booking are not invited, and the answer says how", () =>
    inOffice(calm, async (office) => {
      const before = idsOf(office);
      const { text } = await office.at(vendor, "emma").say("book Everest tomorrow 5pm 1h @Tom");
      expect(text).toMatch(/Booked: Everest[\s\S]*To invite Tom, mention them with @/);
      expect(madeSince(office, before)[0]?.attendeeKeys.filter((key) => key !== "emma")).toEqual([]);
    }));
});

describe.concurrent.each(PLATFORMS)("rooms with rules on %s", (vendor) => {
  const calm = { platforms: [vendor], meetings: "none", clockSpeed: 5 } as const;

  it.each([
    ["a department's", "free room on floor B1 3pm 1h", "录音室", ["zhou-jie", "wu-gang"], ["li-lei", "emma"]],
    [
      "one person's and a department's",
      "free room on floor B1 3pm 1h for 20",
      "实验室",
      ["emma", "li-lei"],
      ["zhou-jie"],
    ],
    [
      "one person's",
      "free room on floor 2 in building B 3pm 1h with tv for 3",
      "Ada",
      ["kenji"],
      ["li-lei", "emma"],
    ],
  ])("offer %s room only to those who may book it", (_, wish, room, may, mayNot) =>
    inOffice(calm, async (office) => {
      for (const who of may)
        expect((await office.at(vendor, who).say(wish)).text, who).toMatch(numbered(room));
      for (const who of mayNot)
        expect((await office.at(vendor, who).say(wish)).text, who).not.toMatch(numbered(room));
    }),
  );

  it("never offer an administrators' room to others, and say why when it is named", () =>
    inOffice(calm, async (office) => {
      const me = office.at(vendor, "li-lei");
      expect((await me.say("free room on floor 15 3pm 1h for 20")).text).not.toMatch(numbered("董事会议室"));
      expect((await me.say("is 董事会议室 free at 3pm")).text).toMatch(/not among the people|不在可以预订/);
    }));

  // What the vendor's rules can tell at all: Feishu has no shortest length, and DingTalk tells no hours.
  it.each(
    [
      ["Denali", "3pm 1h", /closed[\s\S]*空调维修|closed/, ["dingtalk"]],
      ["太湖", "3pm 2h", /at most 1 h/, ["dingtalk", "feishu"]],
      ["长江", "3pm 15 min", /30 min or longer/, ["dingtalk"]],
      ["Kilimanjaro", "March 30 3pm 1h", /can be booked from Mon 16 Mar 09:00 on/, ["dingtalk", "feishu"]],
      ["Hubble", "tomorrow 19:00-20:00", /between 09:00 and 18:00 only/, ["feishu"]],
    ].filter(([, , , where]) => (where as string[]).includes(vendor)) as [string, string, RegExp][],
  )("are not offered against their rules: %s %s", (room, when, why) =>
    inOffice(calm, async (office) => {
      const me = office.at(vendor, "li-lei");
      const before = idsOf(office);
      const { text } = await me.say(`book ${room} ${when}`);
      expect(text).not.toMatch(numbered(room));
      expect(text).toContain(`${room} cannot be booked`);
      expect(text).toMatch(why);
      expect((await me.say(`is ${room} free ${when}`)).text).toMatch(why);
      expect(madeSince(office, before)).toEqual([]);
    }),
  );
});

/** The room as a numbered option. */
const numbered = (room: string): RegExp => new RegExp(`^ *\\d+\\. ${room}`, "m");

describe.concurrent("rooms that somebody has to approve", () => {
  const on = (vendor: (typeof PLATFORMS)[number]) =>
    ({ platforms: [vendor], meetings: "none", clockSpeed: 5 }) as const;

  it("are offered last and marked on dingtalk, and asked for, which is told as such", () =>
    inOffice(on("dingtalk"), async (office) => {
      const me = office.at("dingtalk", "li-lei");
      const list = (await me.say("free room tomorrow 3pm 1h on floor 12 for 8")).text;
      const options = [...list.matchAll(/^ *\d+\. (.+)\n(.*)$/gm)].map(([, name, details]) => ({
        name,
        details,
      }));
      const approvals = options.filter(({ details }) => details?.includes("needs approval"));
      expect(approvals.length).toBeGreaterThan(0);
      expect(options.slice(-approvals.length)).toEqual(approvals);

      const before = idsOf(office);
      const { text } = await me.say(String(options.length));
      expect(text).toMatch(/Requested: [\s\S]*approver has to agree/);
      expect(madeSince(office, before)[0]?.rooms).toMatchObject([{ answer: "tentative" }]);
      expect((await me.say("my bookings")).text).toMatch(/waits for approval/);
      expectTruth(office, before, "li-lei");
    }));

  it("are called requested, not booked, also where their rules could not be read", () =>
    inOffice(on("dingtalk"), async (office) => {
      office.faults.add({ vendor: "dingtalk", api: "rooms.get", kind: "server-error" });
      const me = office.at("dingtalk", "li-lei");
      const list = (await me.say("free room tomorrow 3pm 1h on floor 12 for 20")).text;
      expect(list).toMatch(/1\. 青海湖[\s\S]*may be declined/);
      const before = idsOf(office);
      expect((await me.say("1")).text).toMatch(/Requested: 青海湖/);
      expectTruth(office, before, "li-lei");
    }));

  it.each([
    ["dingtalk", "free room tomorrow 3pm 1h on floor 15 for 25", "多功能厅"],
    ["feishu", "free room tomorrow 3pm 1h on floor 12 for 20", "青海湖"],
  ] as const)("are named without a number where only a person can ask, on %s", (vendor, wish, room) =>
    inOffice(on(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const { text } = await me.say(wish);
      expect(text).toContain(`${room} is free and cannot be booked by a bot: book this one in the client`);
      expect(text).not.toMatch(numbered(room));
      expect(text).not.toMatch(/Nothing is free/);
      const named = await me.say(`book ${room} tomorrow 3pm 1h`);
      expect(named.text).toMatch(/not for me to book[\s\S]*book this one in the client/);
      expect(office.world.meetings()).toEqual([]);
      expect((await me.say(`${room}明天下午三点有空吗`)).text).toMatch(/空闲[\s\S]*请在客户端里预订/);
    }),
  );
});

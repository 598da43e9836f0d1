import { describe, expect, it } from "vitest";
import type { OfficeRoom } from "../../src/sandbox/office.ts";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const calm = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
});
const withRooms = (vendor: VendorName, rooms: readonly OfficeRoom[]): OfficeOptions => ({
  ...calm(vendor),
  office: officeWithRooms(rooms),
});

/** The numbered options of an answer: number, room and the words below. */
const optionsIn = (text: string) =>
  [...text.matchAll(/^ *(\d+)\. (.+)\n(.*)$/gm)].map(([, number, room = "", details = ""]) => ({
    number: Number(number),
    room: room.trim(),
    details: details.trim(),
  }));

/** Somebody holds these rooms on 11 March. */
function occupy(office: OpenOffice, rooms: readonly OfficeRoom[], from: string, to: string): void {
  for (const room of rooms) {
    office.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "taken",
      start: Date.parse(`2026-03-11T${from}:00+08:00`),
      end: Date.parse(`2026-03-11T${to}:00+08:00`),
      rooms: [{ roomKey: room.key, answer: "accepted" }],
    });
  }
}

describe.concurrent.each(PLATFORMS)("offers on %s", (vendor) => {
  it("for a part of a day lie in it, at different times, and each names its own", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const first = await me.say("free room tomorrow afternoon 1h");
      const second = await me.say("more");
      const options = [...optionsIn(first.text), ...optionsIn(second.text)];
      expect(options.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const times = options.map(({ details }) => /^Thu 12 Mar,? (\d\d:\d\d)–(\d\d:\d\d)/.exec(details));
      for (const time of times) {
        expect(time?.[1] && time[1] >= "13:00").toBe(true);
        expect(time?.[2] && time[2] <= "18:00").toBe(true);
      }
      expect(new Set(times.map((time) => time?.[1])).size).toBeGreaterThan(2);
      const distinct = new Set(options.map(({ room }, at) => `${room} ${times[at]?.[0]}`));
      expect(distinct.size).toBe(options.length);

      const before = idsOf(office);
      const eighth = options[7];
      const booked = await me.say("8");
      expect(booked.text).toContain(`Booked: ${eighth?.room}`);
      expect(booked.text).toContain(times[7]?.[0]);
      expectTruth(office, before, "li-lei");
    }));

  it("for one day or another name both in the heading and their own in each line", () =>
    inOffice(calm(vendor), async (office) => {
      const { text } = await office.at(vendor, "li-lei").say("free room tomorrow or Friday 3pm 1h");
      expect(text).toMatch(/Free: Thu 12 Mar · Fri 13 Mar/);
      const days = optionsIn(text).map(
        ({ details }) => /^(Thu 12|Fri 13) Mar,? 15:00–16:00/.exec(details)?.[1],
      );
      expect(new Set(days)).toEqual(new Set(["Thu 12", "Fri 13"]));
    }));

  it.each([
    [
      "another time",
      "free room 3pm 1h",
      /Nothing is free: Wed 11 Mar,? 15:00–16:00/,
      /≠ 1 h (later|earlier)/,
    ],
    ["fewer seats", "free room 11am 1h for 5", /No room of this office matches|Nothing/, /≠ only 4 seats/],
    [
      "no projector",
      "free room 11am 1h with projector",
      /No room of this office matches|Nothing/,
      /≠ without projector/,
    ],
    [
      "another floor",
      "free room 11am 1h on floor 12",
      /No room of this office matches|Nothing/,
      /≠ on floor 8/,
    ],
  ])("that come close say in what they differ: %s", (_, wish, title, difference) =>
    inOffice(withRooms(vendor, plainRooms(3)), async (office) => {
      occupy(office, plainRooms(3), "15:00", "16:00");
      const { text } = await office.at(vendor, "li-lei").say(wish);
      expect(text).toMatch(title);
      expect(text).toMatch(/These come close/);
      expect(optionsIn(text).length).toBeGreaterThan(0);
      for (const { details } of optionsIn(text)) expect(details).toMatch(/≠/);
      expect(text).toMatch(difference);
      expect((await office.at(vendor, "li-lei").say("1")).text).toMatch(/Booked: Room/);
    }),
  );

  it("say that nothing is free only where all is taken", () =>
    inOffice(withRooms(vendor, plainRooms(3)), async (office) => {
      occupy(office, plainRooms(3), "00:00", "23:59");
      const { text } = await office.at(vendor, "li-lei").say("现在有空的会议室吗");
      expect(text).toMatch(/没有空闲的会议室：3月11日 周三/);
      expect(optionsIn(text)).toEqual([]);
    }));

  it("tell of one room when it is free, in the language of the question and without whose meeting it is", () =>
    inOffice(calm(vendor), async (office) => {
      const everest = office.world.office.rooms.filter(({ key }) => key === "everest");
      occupy(office, everest, "15:00", "16:30");
      const me = office.at(vendor, "li-lei", "platform-team");
      const busy = (await me.say("is Everest free at 3pm")).text;
      expect(busy).toMatch(/Everest is busy: Wed 11 Mar,? 15:00–16:00[\s\S]*free · 15–16:30 busy · free/);
      const free = (await me.say("Everest 下午五点有空吗")).text;
      expect(free).toMatch(/Everest 空闲：3月11日 周三 17:00–18:00[\s\S]*空闲 · 15–16:30 占用 · 空闲/);
      expect(busy + free).not.toMatch(/taken/);
    }));

  it("are had by one of two who take the same in the same second; the other gets the next best", () =>
    inOffice(calm(vendor), async (office) => {
      const people = ["li-lei", "han-meimei"];
      const seats = people.map((who) => office.at(vendor, who));
      const lists: string[] = [];
      for (const seat of seats) lists.push((await seat.say("free room 3pm 1h")).text);
      // Each is shown another room first; both want the one that stands first for the second.
      const [first, wanted] = lists.map((text) => optionsIn(text)[0]?.room ?? "");
      expect(wanted).not.toBe(first);
      expect(optionsIn(lists[0] ?? "").map(({ room }) => room)).toContain(wanted);
      const before = idsOf(office);
      const answers = (await Promise.all(seats.map((seat) => seat.say(`book ${wanted}`)))).map(
        ({ text }) => text,
      );
      const loser = answers.findIndex((text) => /is not booked[\s\S]*next best/.test(text));
      expect(answers[1 - loser]).toMatch(/Booked: /);
      expect(madeSince(office, before)).toHaveLength(1);
      expect((await seats[loser]?.say("1"))?.text).toMatch(/Booked: /);
      const held = madeSince(office, before).map(({ rooms }) => rooms[0]?.roomKey);
      expect(new Set(held).size).toBe(2);
      for (const who of people) expectTruth(office, before, who);
    }));

  it("for a day that is full are the next working days, only then, and say how much later they are", () =>
    inOffice(withRooms(vendor, plainRooms(2)), async (office) => {
      const rooms = plainRooms(2);
      occupy(office, rooms, "00:00", "23:59");
      const me = office.at(vendor, "li-lei");
      expect((await me.say("free room 3pm 1h")).text).toMatch(
        /Nothing is free: Wed 11 Mar[\s\S]*1\. Room 00\d\s+Thu 12 Mar, 15:00–16:00 · ≠ 1 day later[\s\S]*Fri 13 Mar, 15:00–16:00 · ≠ 2 days later[\s\S]*Mon 16 Mar, 15:00–16:00 · ≠ 5 days later/,
      );
      expect((await me.say("1")).text).toMatch(/Booked: Room 00\d\s+Thu 12 Mar, 15:00–16:00/);
      expect((await me.say("今天下午找间会议室 一小时")).text).toMatch(
        /没有空闲的会议室[\s\S]*3月12日 周四 .*≠ 晚1天/,
      );
    }));

  it("of a large office come from as many rooms as one question may ask about, and more goes on from there", () =>
    inOffice({ ...withRooms(vendor, plainRooms(200)), settings: { questionRooms: 40 } }, async (office) => {
      const rooms = plainRooms(200);
      const isFree = ({ name }: OfficeRoom) => ["Room 045", "Room 060", "Room 130"].includes(name);
      occupy(
        office,
        rooms.filter((room) => !isFree(room)),
        "00:00",
        "23:59",
      );
      const me = office.at(vendor, "li-lei");
      const api = vendor === "dingtalk" ? "calendar.rooms.schedules" : "calendar.freebusy.list";
      const callsOf = async (text: string) => {
        const before = office.trace.calls({ api }).length;
        const answer = (await me.say(text)).text;
        return { answer, calls: office.trace.calls({ api }).length - before };
      };
      const each = vendor === "dingtalk" ? 8 : 40;

      const first = await callsOf("free room 3pm 1h");
      expect(first.answer).toMatch(/Nothing fits[\s\S]*40 of 200 rooms checked; "more"/);
      expect(optionsIn(first.answer)).toEqual([]);
      expect(first.calls).toBe(each);

      const second = await callsOf("more");
      expect(second.answer).toMatch(/Free: [\s\S]*80 of 200 rooms checked; "more"/);
      expect(optionsIn(second.answer)).toMatchObject([
        { number: 1, room: "Room 045" },
        { number: 2, room: "Room 060" },
      ]);
      expect(second.calls).toBe(each);

      expect((await callsOf("more")).answer).toMatch(/Nothing fits[\s\S]*120 of 200/);
      expect(optionsIn((await callsOf("more")).answer)).toMatchObject([{ number: 3, room: "Room 130" }]);
      const last = await callsOf("more");
      expect(last.answer).toMatch(/There are no others/);
      expect(last.answer).not.toMatch(/rooms checked/);
      expect((await callsOf("more")).calls).toBe(0);
      expect((await me.say("2")).text).toMatch(/Booked: Room 060/);
    }));
});

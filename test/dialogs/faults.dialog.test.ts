import { describe, expect, it, vi } from "vitest";
import type { Fault, FaultKind } from "../../src/sandbox/faults.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import {
  inOffice,
  type OfficeOptions,
  PLATFORMS,
  type VendorName,
  WEDNESDAY_10_07,
} from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice, told } from "../helpers/truth.ts";

/** The vendors' names of what a booking calls. */
const APIS = {
  dingtalk: {
    busy: "calendar.rooms.schedules",
    rooms: "rooms.list",
    rules: "rooms.get",
    events: "calendar.events.view",
    create: "calendar.events.create",
    addRoom: "calendar.rooms.add",
    remove: "calendar.events.delete",
    say: "robot.sendBySession",
  },
  feishu: {
    busy: "calendar.freebusy.list",
    rooms: "vc.room.list",
    rules: "vc.reserve_config.reserve_scope",
    create: "calendar.events.create",
    addPeople: "calendar.attendees.create",
    addRoom: "calendar.attendees.create",
    look: "calendar.attendees.list",
    remove: "calendar.events.delete",
    say: "im.message.reply",
    update: "im.message.patch",
  },
} as const satisfies Record<VendorName, Record<string, string>>;
type Step = keyof (typeof APIS)["dingtalk"] | keyof (typeof APIS)["feishu"];

const apiOf = (vendor: VendorName, step: Step): string =>
  (APIS[vendor] as Partial<Record<Step, string>>)[step] ?? "";

/** On Feishu people and rooms are added by one API, people first. */
const NTH: Partial<Record<VendorName, Partial<Record<Step, number>>>> = { feishu: { addRoom: 2 } };

/** Lets a fault strike from the step's call on: at once, or after as many good calls of its API as come before it. */
function strike(
  office: OpenOffice,
  vendor: VendorName,
  step: Step,
  fault: Omit<Fault, "vendor" | "api">,
  goodCalls = (NTH[vendor]?.[step] ?? 1) - 1,
) {
  const api = apiOf(vendor, step);
  let before = goodCalls;
  const add = () => office.faults.add({ vendor, api, ...fault });
  if (before === 0) return add();
  const onCall = (call: { api: string }) => {
    if (call.api !== api) return;
    before -= 1;
    if (before > 0) return;
    office.trace.off("call", onCall);
    add();
  };
  office.trace.on("call", onCall);
}

/** Where a vendor keeps failing, each call is tried five times, over up to eight seconds. */
const PATIENTLY = { withinMs: 20_000 };
vi.setConfig({ testTimeout: 40_000 });

/** Nobody else meets, and nobody waits for a room's answer. */
const calm = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
});

describe.concurrent.each(PLATFORMS)("what cannot be read on %s", (vendor) => {
  it("counts the rooms that could not be read beside those that could", () => {
    const office = believableOffice(WEDNESDAY_10_07);
    const rooms = [...office.rooms];
    return inOffice({ ...calm(vendor), office: { ...office, rooms } }, async (open) => {
      const me = open.at(vendor, "li-lei");
      const list = await me.say("free room 3pm 1h on floor 3");
      expect(list.text).not.toMatch(/rooms checked/);
      // On DingTalk a room may answer with an error; on Feishu one that was removed since the list was read does.
      if (vendor === "dingtalk")
        open.sandbox.dingtalk.switches.unreadableRooms.set("taishan", "no permission");
      rooms.splice(
        rooms.findIndex(({ key }) => key === "taishan"),
        1,
      );
      await open.pass(120_000);
      const { text } = await me.say("free room 4pm 1h on floor 3");
      expect(text).toMatch(/5 of 6 rooms checked; the others could not be read/);
      expect(text).not.toContain("泰山");
    });
  });

  it.each<FaultKind>(["server-error", "garbage"])(
    "does not say that nothing is free when a part of the question fails: %s",
    (kind) =>
      inOffice({ ...calm(vendor), office: officeWithRooms(plainRooms(15)) }, async (office) => {
        for (const { key } of plainRooms(15)) takeUp(office, key);
        // The first ten rooms are asked about at once: five a call on DingTalk, one a call on Feishu.
        strike(office, vendor, "busy", { kind }, vendor === "dingtalk" ? 2 : 10);
        const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h", PATIENTLY);
        expect(text).toMatch(
          /Nothing fits exactly[\s\S]*10 of 15 rooms checked; the others could not be read/,
        );
        expect(text).not.toMatch(/Nothing is free/);
      }),
  );

  it("says that nothing could be read where all of it fails, and not that nothing is free", () =>
    inOffice(calm(vendor), async (office) => {
      office.faults.add({ vendor, api: apiOf(vendor, "busy"), kind: "server-error" });
      const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h", PATIENTLY);
      expect(text).toMatch(/could not read any room's calendar/);
      expect(text).not.toMatch(/Nothing is free|Nothing fits/);
      office.faults.clear();
      expect((await office.at(vendor, "li-lei").say("free room 3pm 1h")).text).toMatch(/Free: /);
    }));

  it("answers with an error where the list of rooms cannot be read", () =>
    inOffice(calm(vendor), async (office) => {
      office.faults.add({ vendor, api: apiOf(vendor, "rooms"), kind: "server-error" });
      const { text } = await office.at(vendor, "li-lei").say("下午三点 一小时", PATIENTLY);
      expect(text).toMatch(/日历服务没有给出可用的答复/);
      expect(text).not.toMatch(/没有空闲/);
    }));

  it("says so where the vendor takes no more calls", () =>
    inOffice(calm(vendor), async (office) => {
      office.faults.add({ vendor, api: apiOf(vendor, "rooms"), kind: "throttle" });
      const { text } = await office.at(vendor, "li-lei").say("下午三点 一小时", PATIENTLY);
      expect(text).toMatch(/平台暂时不让我再查[\s\S]*过一分钟再试/);
    }));

  it.each<FaultKind>(["throttle", "expired-token", "slow", "lost-answer", "lost-request"])(
    "asks again, or waits, and answers in full: %s",
    (kind) =>
      inOffice(calm(vendor), async (office) => {
        for (const step of ["busy", "rooms", "rules"] as const)
          office.faults.add({ vendor, api: apiOf(vendor, step), kind, times: 1, delayMs: 300 });
        const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h");
        expect(text).toMatch(/Free: Wed 11 Mar,? 15:00–16:00/);
        expect(text).not.toMatch(/rooms checked|may be declined/);
      }),
  );
});

/** Every call that a booking makes, of both vendors. */
const BOOKING_STEPS: Readonly<Record<VendorName, readonly Step[]>> = {
  dingtalk: ["events", "create", "addRoom"],
  feishu: ["create", "addPeople", "addRoom", "look", "update"],
};
const KINDS: readonly FaultKind[] = [
  "lost-answer",
  "lost-request",
  "server-error",
  "garbage",
  "throttle",
  "expired-token",
  "slow",
];

describe.concurrent.each(PLATFORMS)("a booking on %s", (vendor) => {
  const cases = BOOKING_STEPS[vendor].flatMap((step) => KINDS.map((kind) => [step, kind] as const));

  it.each(cases)("happens once and is told once when a call breaks once: %s, %s", (step, kind) =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      strike(office, vendor, step, { kind, times: 1, delayMs: 300 });
      expect((await me.say("1")).text).toMatch(/Booked: /);
      expect(madeSince(office, before)).toHaveLength(1);
      expectTruth(office, before, "li-lei");
    }),
  );

  it.each(
    BOOKING_STEPS[vendor]
      .filter((step) => step !== "update")
      .flatMap(
        (step) =>
          [
            [step, "lost-answer"],
            [step, "server-error"],
          ] as const,
      ),
  )("is told as it is when a call keeps breaking, and cleared away later: %s, %s", (step, kind) =>
    inOffice({ ...calm(vendor), clockSpeed: 10 }, async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      strike(office, vendor, step, { kind });
      const { text } = await me.say("1", PATIENTLY);
      expect(text).toMatch(/is not booked|gave no usable answer|Booked: /);
      expectTruth(office, before, "li-lei");
      office.faults.clear();
      if (/Booked: /.test(text)) return;
      await office.pass(120_000);
      await vi.waitFor(() => expect(madeSince(office, before)).toEqual([]), { timeout: 5_000 });
      expectTruth(office, before, "li-lei");
    }),
  );

  it("is not made twice by a choice that is delivered three times", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      const answer = await me.say("1", { copies: 3 });
      expect(answer.text).toMatch(/Booked: /);
      await me.say("help");
      expect(told(office, "li-lei").filter((line) => /Booked: /.test(line))).toHaveLength(1);
      expect(madeSince(office, before)).toHaveLength(1);
      expectTruth(office, before, "li-lei");
    }));

  it.each<FaultKind>(["lost-answer", "lost-request", "server-error", "throttle", "expired-token"])(
    "is cancelled, and told so, when the removal breaks once: %s",
    (kind) =>
      inOffice(calm(vendor), async (office) => {
        const me = office.at(vendor, "li-lei");
        await me.say("free room 3pm 1h");
        const before = idsOf(office);
        await me.say("1");
        office.faults.add({ vendor, api: apiOf(vendor, "remove"), kind, times: 1 });
        expect((await me.say("cancel")).text).toMatch(/Cancelled: /);
        expect(madeSince(office, before)).toEqual([]);
        expectTruth(office, before, "li-lei");
      }),
  );

  it("is not called cancelled when it could not be, and can be cancelled later", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      await me.say("1");
      office.faults.add({ vendor, api: apiOf(vendor, "remove"), kind: "server-error" });
      expect((await me.say("cancel", PATIENTLY)).text).toMatch(/is not cancelled/);
      expectTruth(office, before, "li-lei");
      office.faults.clear();
      expect((await me.say("cancel")).text).toMatch(/Cancelled: /);
      expectTruth(office, before, "li-lei");
    }));

  it("leaves nothing behind when its removal breaks after a refusal", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      const list = await me.say("free room 3pm 1h");
      takeFirst(office, list.text);
      const before = idsOf(office);
      office.faults.add({ vendor, api: apiOf(vendor, "remove"), kind: "lost-answer", times: 1 });
      expect((await me.say("1")).text).toMatch(/is not booked[\s\S]*next best/);
      expect(madeSince(office, before)).toEqual([]);
      expectTruth(office, before, "li-lei");
    }));
});

/** Somebody else holds this room on 11 March. */
function takeUp(office: OpenOffice, roomKey: string): void {
  office.world.add({
    madeOn: "client",
    organiserKey: "other:1",
    title: "faster",
    start: Date.parse("2026-03-11T00:00+08:00"),
    end: Date.parse("2026-03-12T00:00+08:00"),
    rooms: [{ roomKey, answer: "accepted" }],
  });
}

/** Somebody is faster than whoever was shown this list, and takes its first room. */
function takeFirst(office: OpenOffice, list: string): void {
  const name = /^ *1\. (.+)$/m.exec(list)?.[1]?.trim();
  takeUp(office, office.world.office.rooms.find((room) => room.name === name)?.key ?? "");
}

describe.concurrent.each(PLATFORMS)("the conversation on %s", (vendor) => {
  it("goes on after every connection was cut, in the middle of a booking", () =>
    inOffice(calm(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      office.trace.once("call", () => office.sandbox[vendor].dropConnections());
      expect((await me.say("1")).text).toMatch(/Booked: /);
      await vi.waitFor(() => expect(office.sandbox[vendor].connections()).toBeGreaterThan(0), 5_000);
      expect((await me.say("my bookings")).text).toMatch(/Wed 11 Mar,? 15:00–16:00/);
      expectTruth(office, before, "li-lei");
    }));

  it.each<FaultKind>(["lost-answer", "lost-request", "server-error", "throttle"])(
    "brings the last word of a booking when saying it breaks once: %s",
    (kind) =>
      inOffice(calm(vendor), async (office) => {
        const me = office.at(vendor, "li-lei");
        await me.say("free room 3pm 1h");
        const before = idsOf(office);
        office.faults.add({ vendor, api: apiOf(vendor, "say"), kind, times: 1 });
        expect((await me.say("1")).text).toMatch(/Booked: /);
        expectTruth(office, before, "li-lei");
      }),
  );
});

describe.concurrent("sends on dingtalk, which knows no keys", () => {
  it.each<[FaultKind, number]>([
    ["lost-answer", 1],
    ["lost-request", 0],
    ["server-error", 0],
    ["throttle", 1],
  ])("show a list at most once: %s", (kind, times) =>
    inOffice(calm("dingtalk"), async (office) => {
      const me = office.at("dingtalk", "li-lei");
      office.faults.add({ vendor: "dingtalk", api: apiOf("dingtalk", "say"), kind, times: 1 });
      me.mutter("free room 3pm 1h");
      await vi.waitFor(
        () => expect(office.trace.calls({ api: apiOf("dingtalk", "say") })).toHaveLength(1),
        5_000,
      );
      // Long enough for a message that counts as unanswered to be taken up again.
      office.clock.advance(60_000);
      expect((await me.say("help")).text).toMatch(/I find free|Free: /);
      await vi.waitFor(() =>
        expect(told(office, "li-lei").some((line) => /I find free/.test(line))).toBe(true),
      );
      expect(told(office, "li-lei").filter((line) => /Free: /.test(line))).toHaveLength(times);
      // Whether it was seen or not, the list is open.
      expect((await me.say("1")).text).toMatch(/Booked: /);
    }),
  );

  it("bring the last word of a booking at least once, also where a room answers with an error", () =>
    inOffice(calm("dingtalk"), async (office) => {
      office.sandbox.dingtalk.switches.unreadableRooms.set("taishan", "no permission");
      const me = office.at("dingtalk", "li-lei");
      const { text } = await me.say("free room 3pm 1h on floor 3");
      expect(text).toMatch(/5 of 6 rooms checked/);
      expect(text).not.toContain("泰山");
      const before = idsOf(office);
      office.faults.add({ vendor: "dingtalk", api: apiOf("dingtalk", "say"), kind: "lost-answer", times: 2 });
      expect((await me.say("1")).text).toMatch(/Booked: /);
      await vi.waitFor(() =>
        expect(told(office, "li-lei").filter((line) => /Booked: /.test(line)).length).toBe(3),
      );
      expect(madeSince(office, before)).toHaveLength(1);
    }));
});

describe.concurrent("sends on feishu, which knows keys", () => {
  it.each<FaultKind>(["lost-answer", "lost-request", "server-error", "throttle", "expired-token", "garbage"])(
    "arrive once, whatever becomes of the call: %s",
    (kind) =>
      inOffice(calm("feishu"), async (office) => {
        const me = office.at("feishu", "li-lei");
        const before = idsOf(office);
        const add = (step: Step) =>
          office.faults.add({ vendor: "feishu", api: apiOf("feishu", step), kind, times: 1 });
        add("say");
        expect((await me.say("free room 3pm 1h")).text).toMatch(/Free: /);
        add("say");
        add("update");
        expect((await me.say("1")).text).toMatch(/Booked: /);
        await me.say("help");
        const lines = told(office, "li-lei");
        expect(lines.filter((line) => /Free: /.test(line))).toHaveLength(1);
        expect(lines.filter((line) => /Book(ed: |ing )/.test(line))).toHaveLength(1);
        expectTruth(office, before, "li-lei");
      }),
  );

  it("bring the last word as a new message where the first cannot be changed", () =>
    inOffice(calm("feishu"), async (office) => {
      const me = office.at("feishu", "li-lei");
      await me.say("free room 3pm 1h");
      const before = idsOf(office);
      office.faults.add({ vendor: "feishu", api: apiOf("feishu", "update"), kind: "server-error" });
      expect((await me.say("1")).text).toMatch(/Booked: /);
      expectTruth(office, before, "li-lei");
    }));
});

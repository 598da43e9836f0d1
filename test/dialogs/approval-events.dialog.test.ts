import { describe, expect, it } from "vitest";
import type { Meeting } from "../../src/sandbox/world.ts";
import { inOffice } from "../helpers/office.ts";
import { expectTruth, idsOf, madeSince, type OpenOffice } from "../helpers/truth.ts";

const HOUR_MS = 60 * 60_000;
const ON_DINGTALK = { platforms: ["dingtalk"], meetings: "none", clockSpeed: 5 } as const;

/** Lets DingTalk tell of its rooms, and asks for the one on floor 12 that somebody has to approve. */
async function request(office: OpenOffice): Promise<Meeting> {
  office.sandbox.dingtalk.switches.subscribedEvents.add("meetingroom_book");
  const before = idsOf(office);
  const me = office.at("dingtalk", "li-lei");
  const list = await me.say("free room tomorrow 3pm 1h on floor 12 for 20");
  const number = /^ *(\d+)\. 青海湖/m.exec(list.text)?.[1] ?? "";
  expect((await me.say(number)).text).toMatch(/Requested: 青海湖/);
  const [made] = madeSince(office, before);
  if (!made) throw new Error("nothing was made");
  return made;
}

const decide = (office: OpenOffice, meeting: Meeting, answer: "accepted" | "declined") =>
  office.sandbox.dingtalk.decideApproval(meeting.id, "qinghaihu", answer);

describe.concurrent("an approver's word, where DingTalk tells of it by itself", () => {
  it("reaches the person without anybody looking, and once although it is looked at later", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const before = idsOf(office);
      const meeting = await request(office);
      const me = office.at("dingtalk", "li-lei");
      const heard = me.nextLine();
      decide(office, meeting, "accepted");
      expect((await heard).text).toMatch(/^Approved: 青海湖 is yours/);
      await office.pass(4 * HOUR_MS);
      await me.say("my bookings");
      expect(me.heard().filter(({ text }) => /Approved/.test(text))).toHaveLength(1);
      expectTruth(office, before, "li-lei");
    }));

  it("takes the event away when it is a no", () =>
    inOffice(ON_DINGTALK, async (office) => {
      const meeting = await request(office);
      const heard = office.at("dingtalk", "li-lei").nextLine();
      decide(office, meeting, "declined");
      expect((await heard).text).toMatch(/^青海湖 was not approved/);
      expect(meeting.isCancelled).toBe(true);
    }));

  it("is not told of rooms that the person gave back, whatever DingTalk says of them", () =>
    inOffice(ON_DINGTALK, async (office) => {
      await request(office);
      const me = office.at("dingtalk", "li-lei");
      expect((await me.say("cancel")).text).toMatch(/Cancelled: 青海湖/);
      const lines = me.heard().length;
      await me.say("my bookings");
      await office.pass(4 * HOUR_MS);
      await me.say("my bookings");
      expect(me.heard()).toHaveLength(lines + 2);
    }));
});

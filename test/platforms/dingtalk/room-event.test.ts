import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { roomAnswerOf } from "../../../src/platforms/dingtalk/room-event.ts";
import type { LateRoomAnswer } from "../../../src/ports/listener.ts";
import { openRig, type Rig } from "./rig.ts";

/** "Meeting room events": a refused approval, as its page shows it. */
const refusal = {
  EventType: "meetingroom_book",
  eventSubType: "bookRefuse",
  isApproval: true,
  corpId: "ding123",
  preStatus: "APPROVALING",
  bookId: "ding234",
  extension: { calendarEventId: "primary;SGlW/TJL+dlAz==" },
};
const event = (fields: object) => roomAnswerOf("e1", { ...refusal, ...fields });

describe("an event about a room's booking", () => {
  it.each([
    ["a refusal", {}, { response: "declined" }],
    ["an approval", { eventSubType: "bookSuccess", roomId: "r1" }, { response: "accepted", roomId: "r1" }],
    ["a cancellation", { eventSubType: "bookCancel", preStatus: "SUCCESS" }, { response: "declined" }],
    [
      "an approval from an unheard-of state",
      { eventSubType: "bookSuccess", preStatus: "NEW" },
      { response: "accepted" },
    ],
    [
      "one without a calendar's name",
      { extension: { calendarEventId: "SGlW/TJL+dlAz==" } },
      { response: "declined" },
    ],
    [
      "one whose extension is a text",
      { extension: JSON.stringify(refusal.extension) },
      { response: "declined" },
    ],
    [
      "one whose other fields are odd",
      { roomId: 7, isApproval: "yes", bookId: null },
      { response: "declined" },
    ],
  ])("tells the room's answer of %s", (_, fields, answer) => {
    expect(event(fields)).toEqual({ id: "e1", eventId: "SGlW/TJL+dlAz==", ...answer });
  });

  it.each([
    [
      "a booking that was given at once",
      { eventSubType: "bookSuccess", preStatus: "INIT", isApproval: false },
    ],
    ["a request for approval", { eventSubType: "appvaral", preStatus: "INIT" }],
    ["a changed title", { eventSubType: "bookUpdate" }],
    ["a changed list of people", { eventSubType: "bookMemberChange" }],
    ["something new", { eventSubType: "constructor" }],
    ["a booking outside of any calendar", { extension: undefined }],
    ["an event without a name", { extension: { calendarEventId: "primary;" } }],
    ["an extension that is no JSON", { extension: "primary;x" }],
  ])("answers nothing for %s", (_, fields) => {
    expect(event(fields)).toBeUndefined();
  });

  it.each([undefined, null, "text", []])("is not read out of %j", (payload) => {
    expect(roomAnswerOf("e1", payload)).toBeUndefined();
  });
});

describe("events on the stream", () => {
  let rig: Rig;
  let heard: LateRoomAnswer[];
  let isFull: boolean;
  beforeEach(async () => {
    rig = await openRig();
    heard = [];
    isFull = false;
    await rig.platform.listener.start({
      message: async () => {},
      press: async () => undefined,
      roomAnswered: async (answer) => {
        if (isFull) throw new Error("the disk is full");
        heard.push(answer);
      },
    });
  });
  afterEach(() => rig.close());

  const push = (messageId: string, headers: object = {}, payload: unknown = refusal) =>
    rig.server.send({
      specVersion: "1.0",
      type: "EVENT",
      headers: { topic: "*", messageId, eventType: "meetingroom_book", eventId: "e1", ...headers },
      data: typeof payload === "string" ? payload : JSON.stringify(payload),
    });
  const acks = (count: number) => vi.waitFor(() => expect(rig.server.acks).toHaveLength(count));
  const SUCCESS = { status: "SUCCESS" };

  it("are told, then acknowledged", async () => {
    push("m1");
    await acks(1);
    expect(rig.server.acks).toEqual([{ code: 200, messageId: "m1", data: SUCCESS }]);
    expect(heard).toEqual([{ id: "e1", eventId: "SGlW/TJL+dlAz==", response: "declined" }]);
  });

  it("are asked for again when they could not be recorded, and then come under the same id", async () => {
    isFull = true;
    push("m1");
    await acks(1);
    isFull = false;
    push("m2");
    await acks(2);
    expect(rig.server.acks.map(({ data }) => data)).toEqual([{ status: "LATER" }, SUCCESS]);
    expect(heard.map(({ id }) => id)).toEqual(["e1"]);
  });

  it("are known by their payload where the frame does not say what they are", async () => {
    push("m1", { eventType: undefined, eventId: undefined });
    await acks(1);
    expect(heard.map(({ id }) => id)).toEqual(["m1"]);
  });

  it("that cannot be read are acknowledged: pushed again they would be no better", async () => {
    push("m1", {}, "no JSON");
    await acks(1);
    expect(rig.server.acks).toEqual([{ code: 200, messageId: "m1", data: SUCCESS }]);
    expect(heard).toEqual([]);
  });

  it("that nobody needs are complained about once, because each is paid for", async () => {
    for (const id of ["m1", "m2"]) push(id, { eventType: "calendar_event_change" }, { changeType: "create" });
    await acks(2);
    expect(rig.server.acks.map(({ data }) => data)).toEqual([SUCCESS, SUCCESS]);
    const warnings = rig.logger.lines.filter(({ level }) => level === "warn");
    expect(warnings.map(({ fields }) => fields)).toEqual([{ event: "calendar_event_change" }]);
    expect(heard).toEqual([]);
  });
});

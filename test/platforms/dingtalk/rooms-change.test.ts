import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RoomsChange } from "../../../src/ports/listener.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
let heard: RoomsChange[];
beforeEach(async () => {
  rig = await openRig();
  heard = [];
  await rig.platform.listener.start({
    message: async () => {},
    press: async () => undefined,
    roomAnswered: async () => {},
    roomsChanged: async (change) => {
      heard.push(change);
    },
  });
});
afterEach(() => rig.close());

const push = (payload: Readonly<Record<string, string>>) =>
  rig.server.send({
    specVersion: "1.0",
    type: "EVENT",
    headers: { topic: "*", messageId: "m1", eventType: payload.EventType, eventId: "e1" },
    data: JSON.stringify(payload),
  });

/** "Meeting room events": what an administrator did to a room, and what anybody booked. */
it.each([
  [
    "a room that it names was changed",
    { EventType: "meetingroom_room_info", roomId: "r1", roomName: "Star" },
    { roomId: "r1" },
  ],
  ["any room was changed where it names none", { EventType: "meetingroom_room_info" }, {}],
  [
    "somebody booked a room",
    { EventType: "meetingroom_book", eventSubType: "bookSuccess", preStatus: "INIT", roomId: "r1" },
    { roomId: "r1", what: "bookings" },
  ],
])("tells that %s", async (_, payload, change) => {
  push(payload);
  await vi.waitFor(() => expect(heard).toEqual([change]));
  await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
});

it("tells nothing of bookings where the event names no room, as a cancellation does not", async () => {
  push({ EventType: "meetingroom_book", eventSubType: "bookCancel" });
  await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
  expect(heard).toEqual([]);
});

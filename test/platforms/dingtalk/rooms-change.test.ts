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

/** "Meeting room events": what an administrator did to a room. */
it.each([
  [
    "a room that it names",
    { EventType: "meetingroom_room_info", roomId: "r1", roomName: "Star" },
    { roomId: "r1" },
  ],
  ["any room where it names none", { EventType: "meetingroom_room_info" }, {}],
])("tells that %s was changed", async (_, payload, change) => {
  rig.server.send({
    specVersion: "1.0",
    type: "EVENT",
    headers: { topic: "*", messageId: "m1", eventType: "meetingroom_room_info", eventId: "e1" },
    data: JSON.stringify(payload),
  });
  await vi.waitFor(() => expect(heard).toEqual([change]));
  await vi.waitFor(() => expect(rig.server.acks).toHaveLength(1));
});

import { expect, it } from "vitest";
import { silentLogger } from "../../../src/core/logger.ts";
import { createDispatcher } from "../../../src/platforms/feishu/handlers.ts";
import { OPTIONAL_EVENTS } from "../../../src/platforms/feishu/permissions.ts";
import { ROOM_CHANGES } from "../../../src/platforms/feishu/room-change.ts";
import type { RoomsChange } from "../../../src/ports/listener.ts";
import { recordingHearing } from "./rig.ts";

const quiet = () => {};
const sdkLogger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };
const BOOKED = "meeting_room.meeting_room.status_changed_v1";

/** What the bot is told of an event, and what the SDK acknowledges it with. */
async function tell(event_type: string, event: unknown) {
  const heard: RoomsChange[] = [];
  const hearing = {
    ...recordingHearing(),
    roomsChanged: async (told: RoomsChange) => {
      heard.push(told);
    },
  };
  const bot = { openId: async () => "ou_bot" };
  const dispatcher = createDispatcher({ hearing, bot, logger: silentLogger, sdkLogger });
  await dispatcher.invoke({ schema: "2.0", header: { event_id: "e1", event_type }, event });
  return heard;
}

it.each([
  ["vc.room.updated_v1", { room: { room_id: "omm_star", name: "Star" } }, { roomId: "omm_star" }],
  ["vc.room.deleted_v1", { room: { room_id: "omm_star" } }, { roomId: "omm_star" }],
  ["vc.reserve_config.updated_v1", { scope_id: "omm_star", scope_type: 2 }, { roomId: "omm_star" }],
  // A level's rules are those of every room below it.
  ["vc.reserve_config.updated_v1", { scope_id: "omb_floor12", scope_type: "1" }, {}],
  ["vc.room_level.updated_v1", { room_level: { room_level_id: "omb_floor12" } }, {}],
  ["vc.room.updated_v1", { room: "Star" }, {}],
  [BOOKED, { room_id: "omm_star", room_name: "Star" }, { roomId: "omm_star", what: "bookings" }],
])("%s with %j tells that rooms were changed: %j", async (event_type, event, change) => {
  expect(await tell(event_type, event)).toEqual([change]);
});

it.each([{}, { room_name: "Star" }, { room_id: "" }, { room_id: null }])(
  "a booking of a room that the event does not name is passed over: %j",
  async (event) => {
    expect(await tell(BOOKED, event)).toEqual([]);
  },
);

it("every event of a changed room is among those that may be subscribed to", () => {
  expect(Object.keys(OPTIONAL_EVENTS)).toEqual(Object.keys(ROOM_CHANGES));
});

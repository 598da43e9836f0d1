import { expect, it } from "vitest";
import { silentLogger } from "../../../src/core/logger.ts";
import { createDispatcher } from "../../../src/platforms/feishu/handlers.ts";
import type { RoomsChange } from "../../../src/ports/listener.ts";
import { recordingHearing } from "./rig.ts";

const quiet = () => {};
const sdkLogger = { error: quiet, warn: quiet, info: quiet, debug: quiet, trace: quiet };

it.each([
  ["vc.room.updated_v1", { room: { room_id: "omm_star", name: "Star" } }, { roomId: "omm_star" }],
  ["vc.room.deleted_v1", { room: { room_id: "omm_star" } }, { roomId: "omm_star" }],
  ["vc.reserve_config.updated_v1", { scope_id: "omm_star", scope_type: 2 }, { roomId: "omm_star" }],
  // A level's rules are those of every room below it.
  ["vc.reserve_config.updated_v1", { scope_id: "omb_floor12", scope_type: "1" }, {}],
  ["vc.room_level.updated_v1", { room_level: { room_level_id: "omb_floor12" } }, {}],
  ["vc.room.updated_v1", { room: "Star" }, {}],
])("%s with %j tells that rooms were changed: %j", async (event_type, event, change) => {
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
  expect(heard).toEqual([change]);
});

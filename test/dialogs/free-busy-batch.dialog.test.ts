import { expect, it, vi } from "vitest";
import { inOffice } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

vi.setConfig({ testTimeout: 40_000 });

it.each([true, false])(
  "Feishu is asked about twenty rooms a call where that is switched on, free ones left out of the answer: %s",
  (leavesFreeRoomsOut) =>
    inOffice(
      {
        platforms: ["feishu"],
        meetings: "none",
        feishuFreeBusy: "batch",
        office: officeWithRooms(plainRooms(30)),
      },
      async (office) => {
        office.sandbox.feishu.switches.leavesFreeRoomsOut = leavesFreeRoomsOut;
        // Only the last rooms are free, so that all have to be asked about.
        for (const { key } of office.world.office.rooms.slice(0, 27)) {
          office.world.add({
            madeOn: "client",
            organiserKey: "other:1",
            title: "Sync",
            start: Date.parse("2026-03-12T15:00:00+08:00"),
            end: Date.parse("2026-03-12T16:00:00+08:00"),
            rooms: [{ roomKey: key, answer: "accepted" }],
          });
        }
        const { text } = await office.at("feishu", "emma").say("free room tomorrow 3pm 1h");
        expect([...text.matchAll(/^ *\d+\. (Room \d+)/gm)].map(([, name]) => name).toSorted()).toEqual([
          "Room 028",
          "Room 029",
          "Room 030",
        ]);
        expect(office.trace.calls({ api: "calendar.freebusy.list" })).toEqual([]);
        expect(office.trace.calls({ api: "meeting_room.freebusy.batch_get" })).toHaveLength(2);
      },
    ),
);

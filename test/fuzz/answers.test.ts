import fc from "fast-check";
import { describe, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { isPlatformError } from "../../src/core/errors.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { createCalendar } from "../../src/platforms/dingtalk/calendar.ts";
import type { Call as DingTalkCall, DingTalkClient } from "../../src/platforms/dingtalk/client.ts";
import { createDirectory } from "../../src/platforms/dingtalk/directory.ts";
import * as dingtalk from "../../src/platforms/dingtalk/errors.ts";
import { createRooms } from "../../src/platforms/dingtalk/rooms.ts";
import { createSchedules } from "../../src/platforms/dingtalk/schedules.ts";
import type { Call as FeishuCall, FeishuClient } from "../../src/platforms/feishu/client.ts";
import * as feishu from "../../src/platforms/feishu/errors.ts";
import { createEventCalls } from "../../src/platforms/feishu/event-calls.ts";
import { createSchedules as createFeishuSchedules } from "../../src/platforms/feishu/schedules.ts";
import { createMemoryStorage } from "../../src/storage/memory.ts";
import { RUNS, worded } from "./arbitraries.ts";

const ZONE = "Asia/Shanghai";
const WINDOW = { start: Date.parse("2026-03-12T09:00+08:00"), end: Date.parse("2026-03-12T18:00+08:00") };
const EMMA = { id: "emma", name: "Emma" };
const statuses = fc.constantFrom(200, 200, 200, 204, 301, 400, 401, 403, 404, 429, 500, 502, 504);

/** Whatever comes, the caller gets a value or an error of the one family that it knows. */
async function soundly(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!isPlatformError(error)) throw error;
  }
}

describe("whatever DingTalk answers", () => {
  const body = worded([
    ...[
      "result",
      "hasMore",
      "nextToken",
      "errcode",
      "errmsg",
      "sub_code",
      "code",
      "message",
      "accessdenieddetail",
    ],
    ...[
      "requiredScopes",
      "roomId",
      "roomName",
      "roomStatus",
      "roomLabels",
      "labelId",
      "roomCapacity",
      "roomGroup",
    ],
    ...[
      "groupId",
      "groupName",
      "parentId",
      "extensionConfig",
      "reservationAuthority",
      "authorizedMembers",
      "memberId",
    ],
    ...[
      "memberType",
      "scheduleInformation",
      "scheduleItems",
      "status",
      "start",
      "end",
      "dateTime",
      "date",
      "timeZone",
    ],
    ...[
      "error",
      "events",
      "id",
      "summary",
      "organizer",
      "attendees",
      "meetingRooms",
      "responseStatus",
      "isAllDay",
    ],
    ...[
      "parent_list",
      "parent_dept_id_list",
      "list",
      "unionid",
      "name",
      "userId",
      "seriesMasterId",
      "recurrence",
    ],
  ]);
  const clientFor = (got: { status: number; body: unknown }): DingTalkClient => {
    const run = async <T>(call: DingTalkCall<T>): Promise<T> => {
      const error = dingtalk.errorOf(got, call.what);
      if (error) throw error;
      const parsed = call.answer.safeParse(got.body);
      if (!parsed.success) throw dingtalk.unreadable(call.what);
      return parsed.data;
    };
    return { api: run, oapi: run };
  };

  it("is rooms, rules, busy times, people or events, or an error that says whose turn it is", {
    timeout: 60_000,
  }, async () => {
    const unionIdOf = async (id: string) => `union-${id}`;
    await fc.assert(
      fc.asyncProperty(statuses, body, fc.nat(), async (status, answer, which) => {
        const deps = {
          client: clientFor({ status, body: answer }),
          unionIdOf,
          zone: ZONE,
          logger: silentLogger,
        };
        const rooms = createRooms(deps);
        const calendar = createCalendar(deps);
        const asks = [
          () => rooms.list(EMMA),
          () => rooms.rules("r1", EMMA),
          async () => {
            const busy = await rooms.busy(["r1", "r2"], WINDOW, EMMA);
            // What was left out or cannot be read is unknown, never free.
            for (const id of ["r1", "r2"]) if (!busy.has(id)) throw new Error(`${id} is left out`);
          },
          () => createSchedules(deps).busyOf(["emma"], WINDOW, EMMA),
          () =>
            createDirectory(deps.client, unionIdOf, createMemoryStorage(systemClock)).membershipsOf("emma"),
          () => calendar.read("e1", EMMA),
          () => calendar.eventsOf?.(EMMA, WINDOW) ?? Promise.resolve(),
          () => calendar.addRoom("e1", "r1", EMMA),
          () => calendar.remove("e1", EMMA),
        ];
        await soundly(asks[which % asks.length] ?? (() => Promise.resolve()));
      }),
      RUNS,
    );
  });

  it("is read as an error or as none, also where it is no JSON", { timeout: 60_000 }, () => {
    const anyBody = fc.oneof(body, fc.string({ unit: "binary" }), fc.constant("<html>punish</html>"));
    fc.assert(
      fc.property(statuses, anyBody, (status, answer) => {
        const error = dingtalk.errorOf({ status, body: answer }, "try it");
        return status < 400 || error !== undefined;
      }),
      RUNS,
    );
  });
});

describe("whatever Feishu answers", () => {
  const body = worded([
    ...[
      "code",
      "msg",
      "data",
      "error",
      "permission_violations",
      "subject",
      "field_violations",
      "details",
      "value",
    ],
    ...[
      "event",
      "event_id",
      "organizer_calendar_id",
      "start_time",
      "end_time",
      "timestamp",
      "date",
      "timezone",
      "status",
    ],
    ...[
      "items",
      "attendees",
      "type",
      "room_id",
      "rsvp_status",
      "has_more",
      "page_token",
      "calendars",
      "calendar",
    ],
    ...[
      "calendar_id",
      "freebusy_lists",
      "freebusy_items",
      "freebusy_list",
      "user_id",
      "recurrence",
      "summary",
    ],
  ]);

  it("is read as an error or as none", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(statuses, body, (status, answer) => {
        const error = feishu.errorOf({ status, headers: {}, body: answer }, "try it");
        return status < 400 || error !== undefined;
      }),
      RUNS,
    );
  });

  it("is busy times or events, or an error that says whose turn it is", { timeout: 60_000 }, async () => {
    const clientFor = (status: number, answer: unknown): FeishuClient => ({
      call: async <T>(call: FeishuCall<T>): Promise<T> => {
        const error = feishu.errorOf({ status, headers: {}, body: answer }, call.api);
        if (error) throw error;
        const parsed = call.answer.safeParse(answer);
        if (!parsed.success) throw feishu.unreadable(call.api);
        return parsed.data;
      },
    });
    const fine = worded([
      "event",
      "event_id",
      "items",
      "attendees",
      "type",
      "room_id",
      "rsvp_status",
      "status",
    ]);
    const answers = fc.oneof(
      body,
      fine.map((data) => ({ code: 0, msg: "success", data })),
    );
    await fc.assert(
      fc.asyncProperty(statuses, answers, fc.nat(), async (status, answer, which) => {
        const client = clientFor(status, answer);
        const calls = createEventCalls({
          client,
          appId: "cli_0123456789abcdef",
          storage: createMemoryStorage(systemClock),
          clock: systemClock,
        });
        const asks = [
          () => createFeishuSchedules({ client, zone: ZONE }).busyOf(["emma"], WINDOW, EMMA),
          ...Object.values(calls)
            .filter((call) => typeof call === "function")
            .map((call) => () => (call as (...args: unknown[]) => Promise<unknown>)("calendar", "event", [])),
        ];
        await soundly(async () => asks[which % asks.length]?.());
      }),
      RUNS,
    );
  });
});

import type { Clock } from "../../core/clock.ts";
import type { Equipment } from "../../core/model.ts";
import type { Office, OfficeRoom, Place } from "../office.ts";
import { dingtalkIds } from "../seed/ids.ts";
import { ApiError } from "./errors.ts";
import { CORP_ID, type Ids } from "./ids.ts";
import type { Call, Handlers } from "./request.ts";

const USUAL_PAGE = 20;
const LARGEST_PAGE = 100;

/** The room directory: list, detail and groups. */
export function roomHandlers(ids: Ids, clock: Clock): Handlers {
  const { office } = ids.world;
  return {
    "rooms.list": (call) => {
      checkEmployee(ids, call);
      const size = whole(call.query.maxResults, USUAL_PAGE);
      const from = whole(call.query.nextToken, 0);
      if (size < 1 || size > LARGEST_PAGE) throw paramError();
      const page = office.rooms.slice(from, from + size);
      const hasMore = from + size < office.rooms.length;
      return {
        hasMore,
        ...(hasMore ? { nextToken: from + size } : {}),
        result: page.map((room) => listed(room, office)),
      };
    },
    "rooms.get": (call) => {
      checkEmployee(ids, call);
      const room = ids.room(call.params.roomId ?? "");
      if (!room) throw paramError();
      return { result: detailed(room, ids, clock.now()) };
    },
    "rooms.groups.list": (call) => {
      checkEmployee(ids, call);
      return { result: office.places.map((place) => groupOf(place, office)) };
    },
  };
}

const LABELS: Readonly<Record<Equipment, { labelId: number; labelName: string }>> = {
  tv: { labelId: 1, labelName: "电视" },
  phone: { labelId: 2, labelName: "电话" },
  projector: { labelId: 3, labelName: "投影仪" },
  whiteboard: { labelId: 4, labelName: "白板" },
  video: { labelId: 5, labelName: "视频会议" },
};

function listed(room: OfficeRoom, office: Office): Record<string, unknown> {
  const place = office.places.find((one) => one.key === room.placeKey);
  const building = place && (office.places.find((one) => one.key === place.parentKey) ?? place);
  return {
    roomId: room.dingtalk.roomId,
    roomStaffId: dingtalkIds.userId(room.key),
    corpId: CORP_ID,
    roomName: room.name,
    roomStatus: statusOf(room),
    roomLabels: room.equipment.map((one) => LABELS[one]),
    ...(room.capacity === undefined ? {} : { roomCapacity: room.capacity }),
    ...(place && building ? { roomLocation: { title: building.name, desc: place.name } } : {}),
    ...(place ? { roomGroup: groupOf(place, office) } : {}),
  };
}

const groupOf = (place: Place, office: Office) => ({
  groupId: place.dingtalk.groupId,
  groupName: place.name,
  parentId: office.places.find((one) => one.key === place.parentKey)?.dingtalk.groupId ?? 0,
});

/** 0: everyone, 1: administrators only, 2: the members that the detail names. */
function statusOf({ rules: { bookableBy } }: OfficeRoom): 0 | 1 | 2 {
  if (bookableBy === "everyone") return 0;
  return bookableBy === "admins" ? 1 : 2;
}

function detailed(room: OfficeRoom, ids: Ids, nowMs: number): Record<string, unknown> {
  const { rules } = room;
  return {
    ...listed(room, ids.world.office),
    deviceUnionIds: [],
    ...(statusOf(room) === 2 ? { reservationAuthority: { authorizedMembers: membersOf(room, ids) } } : {}),
    enableCycleReservation: rules.recurring,
    roomUnionId: dingtalkIds.unionId(room.key),
    extensionConfig: {
      openReservation: !isClosedForEver(room, nowMs),
      maxReservationTimeInterval: rules.maxMinutes ?? 0,
      ...(rules.minMinutes === undefined ? {} : { minReservationTimeInterval: rules.minMinutes }),
      ...(rules.daysAhead === undefined
        ? {}
        : {
            advanceReservation: {
              advanceReservationTime: rules.daysAhead,
              advanceReservationTimeUnit: "days",
              advanceBookTimeFormat: rules.opensAt ?? "00:00",
            },
          }),
      ...closureOf(room, ids),
      approvalSwitch: rules.approval !== undefined,
      approvalType: rules.approval === "custom" ? 2 : 1,
    },
  };
}

const isClosedForEver = ({ rules: { closed } }: OfficeRoom, nowMs: number): boolean =>
  closed !== undefined && closed.endMs === undefined && closed.startMs <= nowMs;

function closureOf({ rules: { closed } }: OfficeRoom, ids: Ids): Record<string, unknown> {
  if (!closed) return {};
  const contact = ids.world.office.colleagues.find((one) => one.isAdmin);
  return {
    reservationCloseDetail: {
      taskStartTime: closed.startMs,
      ...(closed.endMs === undefined ? {} : { taskEndTime: closed.endMs }),
      closeReason: closed.reason,
      ...(contact ? { contactUnionId: contact.dingtalk.unionId, contactNick: contact.name } : {}),
      sendNotify: true,
    },
  };
}

function membersOf({ rules: { bookableBy } }: OfficeRoom, ids: Ids): Record<string, unknown>[] {
  if (typeof bookableBy === "string") return [];
  const people = bookableBy.people.flatMap((key) => ids.colleague(key) ?? []);
  const departments = ids.world.office.departments.filter((one) => bookableBy.departments.includes(one.key));
  return [
    ...people.map((one) => ({ memberId: one.dingtalk.unionId, memberType: "user", memberName: one.name })),
    ...departments.map((one) => ({
      memberId: String(one.dingtalk.deptId),
      memberType: "dept",
      memberName: one.name,
    })),
  ];
}

function checkEmployee(ids: Ids, { query }: Call): void {
  if (!query.unionId) throw paramError();
  if (!ids.member(query.unionId)) throw new ApiError(400, "user.not.employee", "User Not Employee");
}

const whole = (text: string | undefined, usual: number): number => {
  if (text === undefined || text === "") return usual;
  if (!/^\d+$/.test(text)) throw paramError();
  return Number(text);
};

const paramError = (): ApiError => new ApiError(400, "param.error", "Param Error");

import type { Equipment } from "../../../core/model.ts";
import type { OfficeRoom, OfficeRoomRules, Place, PlaceRules } from "../../office.ts";
import { refusal } from "../errors.ts";
import type { Handlers } from "../gateway.ts";
import { type Paging, page } from "../paging.ts";
import { type UserIdType, userId, userIdType } from "../people.ts";
import { allowedPeople, bookingTimes, coveredBy, mayBook } from "../room-rules.ts";
import type { Tenant } from "../tenant.ts";

const DEVICES: Readonly<Record<Equipment, string>> = {
  tv: "电视",
  phone: "电话",
  projector: "投影仪",
  whiteboard: "白板",
  video: "视频会议设备",
};

const PAGING: Paging = {
  most: 100,
  usual: 10,
  badSize: () => refusal(121003),
  badToken: () => refusal(121003),
};

/** vc/v1 rooms, room levels and booking rules. Source: https://open.feishu.cn/document/server-docs/vc-v1/room/list and its neighbours. */
export function roomRoutes({ ground, ids }: Tenant): Handlers {
  const { office } = ground.world;
  const root = { id: `omb_${ids.hex(32)}`, name: "飞书办公室" };

  const placeOf = (key: string | undefined): Place | undefined =>
    office.places.find((one) => one.key === key);
  const byLevelId = (id: string): Place | undefined => office.places.find((one) => one.feishu.levelId === id);
  /** Level ids from the organisation's root down to the place. */
  const pathTo = (place: Place | undefined): string[] =>
    place ? [...pathTo(placeOf(place.parentKey)), place.feishu.levelId] : [root.id];
  const levelNames = (place: Place | undefined): string[] =>
    place ? [place.name, ...levelNames(placeOf(place.parentKey))] : [root.name];
  const isRoot = (id: string): boolean => id === "" || id === "0" || id === root.id;

  const showLevel = (place: Place): object => {
    const path = pathTo(placeOf(place.parentKey));
    return {
      room_level_id: place.feishu.levelId,
      name: place.name,
      parent_id: path.at(-1),
      path,
      has_child: office.places.some((one) => one.parentKey === place.key),
      custom_group_id: "",
    };
  };
  const showRoot = (): object => ({
    room_level_id: root.id,
    name: root.name,
    parent_id: "",
    path: [],
    has_child: office.places.length > 0,
    custom_group_id: "",
  });

  const showRoom = (room: OfficeRoom, type: UserIdType): object => ({
    room_id: room.feishu.roomId,
    name: room.name,
    capacity: room.capacity ?? 0,
    description: "",
    display_id: `FM${Number.parseInt(room.feishu.roomId.slice(4, 12), 16)}`,
    custom_room_id: "",
    room_level_id: placeOf(room.placeKey)?.feishu.levelId ?? root.id,
    path: pathTo(placeOf(room.placeKey)),
    room_status: statusOf(room, type),
    device: room.equipment.map((one) => ({ name: DEVICES[one] })),
  });

  /** `status` is of now, `schedule_status` of what is announced; an end of "0" is never. */
  const statusOf = ({ rules: { closed } }: OfficeRoom, type: UserIdType): object => {
    const nowMs = ground.clock.now();
    if (!closed || (closed.endMs ?? Number.POSITIVE_INFINITY) <= nowMs)
      return { status: true, schedule_status: true };
    return {
      status: closed.startMs > nowMs,
      schedule_status: false,
      disable_start_time: String(Math.floor(closed.startMs / 1_000)),
      disable_end_time: closed.endMs === undefined ? "0" : String(Math.floor(closed.endMs / 1_000)),
      disable_reason: closed.reason,
      contact_ids: office.colleagues.filter((one) => one.isAdmin).map((one) => userId(one, type)),
      disable_notice: true,
      resume_notice: true,
    };
  };

  const findRoom = (id: unknown): OfficeRoom | undefined =>
    office.rooms.find((one) => one.feishu.roomId === id);
  const listOf = (value: unknown): unknown[] => {
    if (!Array.isArray(value) || value.length === 0) throw refusal(121003);
    return value;
  };

  return {
    "vc.room.list": ({ query }) => {
      const type = userIdType(query);
      const level = query.get("room_level_id") ?? "";
      if (!isRoot(level) && !byLevelId(level)) throw refusal(121004);
      const under = office.rooms.filter(
        (room) => isRoot(level) || pathTo(placeOf(room.placeKey)).includes(level),
      );
      const { items, ...rest } = page(under, query, PAGING);
      return { rooms: items.map((room) => showRoom(room, type)), ...rest };
    },
    "vc.room.get": ({ params, query }) => {
      const room = findRoom(params.room_id);
      if (!room) throw refusal(121004);
      return { room: showRoom(room, userIdType(query)) };
    },
    "vc.room.mget": ({ body, query }) => {
      const type = userIdType(query);
      const found = listOf(body.room_ids).flatMap((id) => findRoom(id) ?? []);
      return { items: found.map((room) => showRoom(room, type)) };
    },
    /** Those that whoever asks may book; nobody gave this office's rooms ids of their own. */
    "vc.room.search": ({ body, query, user }) => {
      const type = userIdType(query);
      const { custom_room_ids: customIds, keyword = "", room_level_id: level = "", search_level_name } = body;
      if (typeof keyword !== "string" || typeof level !== "string" || !user) throw refusal(121003);
      if (Array.isArray(customIds) && customIds.length > 0) return { rooms: [], has_more: false };
      if (!isRoot(level) && !byLevelId(level)) throw refusal(121004);
      const found = office.rooms.filter((room) => {
        const place = placeOf(room.placeKey);
        const names = search_level_name === true ? [room.name, ...levelNames(place)] : [room.name];
        return (
          mayBook(office, room, user) &&
          (isRoot(level) || pathTo(place).includes(level)) &&
          names.some((name) => name.toLowerCase().includes(keyword.toLowerCase()))
        );
      });
      const paging = new URLSearchParams();
      for (const name of ["page_size", "page_token"])
        if (body[name] !== undefined) paging.set(name, String(body[name]));
      const { items, ...rest } = page(found, paging, PAGING);
      return { rooms: items.map((room) => showRoom(room, type)), ...rest };
    },
    "vc.room_level.list": ({ query }) => {
      const level = query.get("room_level_id") ?? "";
      const parent = byLevelId(level);
      if (!isRoot(level) && !parent) throw refusal(121004);
      const children = office.places.filter((one) => one.parentKey === parent?.key);
      return page(children.map(showLevel), query, PAGING);
    },
    "vc.room_level.get": ({ params }) => {
      const id = params.room_level_id ?? "";
      const place = byLevelId(id);
      if (!place && !isRoot(id)) throw refusal(121004);
      return { room_level: place ? showLevel(place) : showRoot() };
    },
    "vc.room_level.mget": ({ body }) => ({
      items: listOf(body.level_ids).flatMap((id) => {
        const place = byLevelId(String(id));
        return place ? showLevel(place) : id === root.id ? showRoot() : [];
      }),
    }),
    "vc.reserve_config.reserve_scope": ({ query }) => {
      const type = userIdType(query);
      const [scopeId, scopeType] = [query.get("scope_id") ?? "", query.get("scope_type")];
      if (scopeType !== "1" && scopeType !== "2") throw refusal(121003);
      const room = findRoom(scopeId);
      if (scopeType === "2") {
        if (!room) throw refusal(126001);
        return showRules(room.rules, coveredBy(), type);
      }
      const place = byLevelId(scopeId);
      if (!place && scopeId !== root.id) throw refusal(126001);
      const rules: PlaceRules = place?.rules ?? {};
      return showRules({ bookableBy: "everyone", recurring: true, ...rules }, coveredBy(rules), type);
    },
  };

  function showRules(rules: OfficeRoomRules, covers: ReturnType<typeof coveredBy>, type: UserIdType): object {
    const times = bookingTimes(rules);
    const allowed = allowedPeople(office, rules);
    const admins = office.colleagues
      .filter((one) => one.isAdmin)
      .map((one) => ({ user_id: userId(one, type) }));
    return {
      approve_config: approvalOf(rules, admins),
      time_config: {
        if_cover_child_scope: covers.times,
        time_switch: times.isLimited ? 1 : 0,
        days_in_advance: times.daysInAdvance,
        opening_hour: String(times.openingSecond),
        start_time: String(times.startSecond),
        end_time: String(times.endSecond),
        max_duration: times.maxHours,
      },
      reserve_scope_config: {
        if_cover_child_scope: covers.people,
        allow_all_users: allowed ? 0 : 1,
        allow_users: (allowed?.people ?? []).map((one) => ({ user_id: userId(one, type) })),
        allow_depts: (allowed?.departments ?? []).map((one) => ({
          department_id: one.feishu.openDepartmentId,
        })),
      },
    };
  }
}

/** For each booking, for those above a length (in hours, of two decimals), or for none. */
function approvalOf(
  { approval, approvalOverMinutes }: OfficeRoomRules,
  approvers: readonly object[],
): object {
  if (approval !== undefined) {
    return { approval_switch: 1, approval_condition: 0, meeting_duration: 99, approvers };
  }
  if (approvalOverMinutes === undefined) return { approval_switch: 0 };
  const hours = Math.round((approvalOverMinutes / 60) * 100) / 100;
  return { approval_switch: 1, approval_condition: 1, meeting_duration: hours, approvers };
}

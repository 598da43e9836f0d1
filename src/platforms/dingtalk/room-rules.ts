import { z } from "zod";
import type { RoomRules } from "../../core/model.ts";
import { departmentKey, userKey } from "./directory.ts";
import { idText, maybe } from "./json.ts";

/** What of a room's detail (`GET /v1.0/rooms/meetingRooms/{roomId}`) says who may book it, when and for how long. */
export const roomDetail = z.object({
  result: z.object({
    roomStatus: maybe(idText),
    enableCycleReservation: maybe(z.boolean()),
    reservationAuthority: maybe(
      z.object({
        authorizedMembers: maybe(z.array(z.object({ memberId: idText, memberType: maybe(z.string()) }))),
      }),
    ),
    extensionConfig: maybe(
      z.object({
        openReservation: maybe(z.boolean()),
        maxReservationTimeInterval: maybe(z.coerce.number()),
        minReservationTimeInterval: maybe(z.coerce.number()),
        advanceReservation: maybe(
          z.object({
            advanceReservationTime: maybe(z.coerce.number()),
            advanceReservationTimeUnit: maybe(z.string()),
            advanceBookTimeFormat: maybe(z.string()),
          }),
        ),
        reservationCloseDetail: maybe(
          z.object({
            taskStartTime: maybe(z.coerce.number()),
            taskEndTime: maybe(z.coerce.number()),
            closeReason: maybe(z.string()),
          }),
        ),
        approvalSwitch: maybe(z.boolean()),
        approvalType: maybe(z.coerce.number()),
      }),
    ),
  }),
});
type Detail = z.output<typeof roomDetail>["result"];
type Config = NonNullable<Detail["extensionConfig"]>;

const FOR_EVER = Number.POSITIVE_INFINITY;
/** `approvalType` 2: an approval form of the organisation's own, which no API can fill in. */
const CUSTOM_APPROVAL = 2;
const UNITS = ["days", "weeks", "months", "years"] as const;
const isUnit = (unit: string | undefined): unit is (typeof UNITS)[number] =>
  UNITS.some((one) => one === unit);

/** A room's rules, neutral of vendor. Hours of the day are enforced by DingTalk but told nowhere. */
export function rulesOf(detail: Detail): RoomRules {
  const config = detail.extensionConfig;
  // 0 minutes means that there is no such limit.
  const minMinutes = config?.minReservationTimeInterval || undefined;
  const maxMinutes = config?.maxReservationTimeInterval || undefined;
  const advance = advanceOf(config);
  return {
    access: accessOf(detail),
    ...(minMinutes !== undefined && { minMinutes }),
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(advance && { advance }),
    closures: closuresOf(config),
    approval: approvalOf(config),
    recurring: detail.enableCycleReservation === true,
  };
}

function accessOf({ roomStatus, reservationAuthority }: Detail): RoomRules["access"] {
  if (roomStatus === "0") return "everyone";
  if (roomStatus === "1") return "nobody";
  const members = reservationAuthority?.authorizedMembers ?? [];
  const keys = members.flatMap(({ memberId, memberType }) => {
    if (memberType === "user") return userKey(memberId);
    return memberType === "dept" ? departmentKey(memberId) : [];
  });
  // A kind of member that we do not know may well be this person: better unsure than a wrong no.
  return keys.length > 0 && keys.length === members.length ? { anyOf: keys } : "unknown";
}

function advanceOf(config: Config | undefined): RoomRules["advance"] | undefined {
  const rule = config?.advanceReservation;
  const amount = rule?.advanceReservationTime ?? 0;
  const unit = rule?.advanceReservationTimeUnit;
  if (amount <= 0 || !isUnit(unit)) return undefined;
  const opensAt = rule?.advanceBookTimeFormat;
  return { amount, unit, ...(opensAt && /^\d\d:\d\d$/.test(opensAt) && { opensAt }) };
}

function closuresOf(config: Config | undefined): RoomRules["closures"] {
  const task = config?.reservationCloseDetail;
  const reason = task?.closeReason ? { reason: task.closeReason } : {};
  if (config?.openReservation === false) return [{ start: 0, end: FOR_EVER, ...reason }];
  if (!task?.taskStartTime) return [];
  // An empty end is "until further notice".
  return [{ start: task.taskStartTime, end: task.taskEndTime || FOR_EVER, ...reason }];
}

function approvalOf(config: Config | undefined): RoomRules["approval"] {
  if (config?.approvalSwitch !== true) return "none";
  return config.approvalType === CUSTOM_APPROVAL ? "custom" : "always";
}

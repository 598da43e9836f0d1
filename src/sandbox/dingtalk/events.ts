import { DateTime } from "luxon";
import type { Clock } from "../../core/clock.ts";
import type { Meeting } from "../world.ts";
import { type Calendar, calendarOf, pageSize } from "./calendar.ts";
import { ApiError, invalidParameter, itemNotFound } from "./errors.ts";
import { MAX_ATTENDEES, readDraft, readPatch } from "./event-input.ts";
import { createdEvent, shownEvent } from "./event-view.ts";
import type { Idempotency } from "./idempotency.ts";
import { eventIdOf, type Ids } from "./ids.ts";
import { type Notices, waysLeft } from "./notices.ts";
import { asRecord, asText, type Call, type Handlers } from "./request.ts";
import { held, type RoomClaims } from "./room-claims.ts";
import type { Switches } from "./switches.ts";

/** "current user can not create events exceed 100 per day". */
const EVENTS_PER_DAY = 100;

/** What the handlers of events share with those of rooms and attendees. */
export interface EventTools {
  readonly ids: Ids;
  readonly clock: Clock;
  readonly idempotency: Idempotency;
  readonly notices: Notices;
  readonly claims: RoomClaims;
  readonly switches: Switches;
}

/** Events: make, change, remove, read one. */
export function eventHandlers({ ids, clock, idempotency, notices, claims, switches }: EventTools): Handlers {
  const { world } = ids;
  const { zone } = world.office;
  const made = new Map<string, number>();

  const create = ({ body }: Call, calendar: Calendar): Meeting => {
    const { fields, extra } = readDraft(body, calendar, switches);
    const today = `${calendar.owner.key} ${DateTime.fromMillis(clock.now(), { zone }).toISODate()}`;
    const count = made.get(today) ?? 0;
    if (count >= EVENTS_PER_DAY) {
      throw new ApiError(400, "flowLimit", "current user can not create events exceed 100 per day");
    }
    made.set(today, count + 1);
    const organiserKey = calendar.owner.key;
    const meeting = world.add({ madeOn: "dingtalk", organiserKey, ...fields, extra: { dingtalk: extra } });
    const { noPushNotification: push, noChatNotification: chat } = asRecord(body.extra);
    notices.tell("invited", meeting, waysLeft({ push: push === "true", chat: chat === "true" }));
    return meeting;
  };

  /** An event keeps its rooms at a new time only where they can come along. */
  const update = (call: Call, calendar: Calendar): Meeting => {
    const event = calendar.ownEvent(call);
    const id = asText(call.body.id);
    if (!id) throw invalidParameter("Event id summary cannot be blank");
    if (id !== eventIdOf(event)) throw invalidParameter("Event id invalid");
    const { fields, extra } = readPatch(call.body, event, calendar, switches);
    const plan = { ...event, ...fields };
    const isMoved = plan.start !== event.start || plan.end !== event.end || fields.recurrence !== undefined;
    const left = isMoved ? claims.leftBehind(event, plan, calendar.owner) : undefined;
    const meeting = calendar.alone(event);
    meeting.extra.dingtalk = extra;
    world.change(meeting, fields);
    if (left) claims.move(meeting, left);
    notices.tell("changed", meeting, ["push"]);
    return meeting;
  };

  /** Its organiser calls an event off for everybody; anybody else only leaves it. */
  const remove = (call: Call, calendar: Calendar): void => {
    const event = calendar.event(call);
    const { key } = calendar.owner;
    if (event.organiserKey !== key) {
      world.change(calendar.alone(event), { attendeeKeys: event.attendeeKeys.filter((one) => one !== key) });
      return;
    }
    const gone = [event, ...(event.series ? [] : world.instances(event))];
    if (event.series) world.skip(event.series, event.start);
    else world.cancel(event);
    for (const one of gone)
      for (const { roomKey, answer } of held(one)) claims.news.tell("bookCancel", one, roomKey, answer);
    if (call.query.pushNotification !== "false") notices.tell("cancelled", event, ["push"]);
  };

  return {
    "calendar.events.create": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("create", call, () =>
        createdEvent(create(call, calendar), calendar.owner, ids),
      );
    },
    "calendar.events.update": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("update", call, () =>
        createdEvent(update(call, calendar), calendar.owner, ids),
      );
    },
    "calendar.events.delete": (call) => {
      const calendar = calendarOf(ids, call);
      return idempotency.once("delete", call, () => remove(call, calendar));
    },
    "calendar.events.get": (call) => {
      const calendar = calendarOf(ids, call);
      const event = ids.event(call.params.eventId ?? "");
      if (!event || !calendar.shows(event)) throw itemNotFound();
      if (event.isCancelled) throw new ApiError(404, "instanceNotExist", "instance not exist");
      return shownEvent(event, calendar.owner, ids, pageSize(call.query.maxAttendees, MAX_ATTENDEES));
    },
  };
}

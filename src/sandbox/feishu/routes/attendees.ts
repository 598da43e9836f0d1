import { attendeesOf, showAttendee } from "../attendee-view.ts";
import { type Attendee, type BotCalendar, type NewAttendee, subjectOf } from "../calendar.ts";
import { isNode } from "../card.ts";
import { type Refusal, refusal } from "../errors.ts";
import type { Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { findMember, type UserIdType, userIdType } from "../people.ts";
import type { Tenant } from "../tenant.ts";
import { findEvent } from "./events.ts";

const MOST_IN_REQUEST = 1_000;
const MOST_ROOMS_IN_REQUEST = 100;
const MOST_OF_EVENT = 3_000;
const MOST_DELETED = 500;

/** calendar/v4 attendees. Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/create and its neighbours. */
export function attendeeRoutes(tenant: Tenant, calendar: BotCalendar): Handlers {
  const { office } = tenant.ground.world;

  return {
    /** Success means "asked": rooms answer later. */
    "calendar.attendees.create": (call) => {
      const { meeting, details } = findEvent(tenant, calendar, call);
      const type = userIdType(call.query);
      const { attendees: asked = [], add_operator_to_attendee: addsContact = true } = call.body;
      if (!Array.isArray(asked) || asked.length > MOST_IN_REQUEST) throw refusal(190002);
      const invited = asked.map((one: unknown, index) => read(one, index, type));
      if (invited.filter((one) => one.type === "resource").length > MOST_ROOMS_IN_REQUEST)
        throw refusal(190002);
      if (details.attendees.length + invited.length > MOST_OF_EVENT) throw refusal(190002);
      const added = new Set<Attendee>();
      for (const one of invited) {
        added.add(calendar.invite(meeting, details, one));
        if (one.type === "resource" && addsContact === true) {
          const contact = { type: "user", colleague: one.contact, isOptional: false } as const;
          added.add(calendar.invite(meeting, details, contact));
        }
      }
      return { attendees: [...added].map((one) => showAttendee(calendar, meeting, one, type)) };
    },

    "calendar.attendees.list": (call) => {
      const { meeting, details } = findEvent(tenant, calendar, call, { alsoDeleted: true });
      const all = attendeesOf(calendar, meeting, details, userIdType(call.query));
      const bad = () => refusal(190002);
      return page(all, call.query, { least: 10, most: 100, usual: 20, badSize: bad, badToken: bad });
    },

    "calendar.attendees.batch_delete": (call) => {
      const { meeting, details } = findEvent(tenant, calendar, call);
      const type = userIdType(call.query);
      const { attendee_ids: ids = [], delete_ids: subjects = [] } = call.body;
      if (!Array.isArray(ids) || !Array.isArray(subjects)) throw refusal(190002);
      if (ids.length + subjects.length === 0 || ids.length + subjects.length > MOST_DELETED)
        throw refusal(190002);
      const byId = ids.map((id: unknown) => details.attendees.find((one) => one.id === id));
      const bySubject = subjects.map((one: unknown) => {
        const subject = subjectToDelete(one, type);
        return details.attendees.find((attendee) => subjectOf(attendee) === subject);
      });
      const going = [...byId, ...bySubject].map((one) => {
        if (!one) throw refusal(194000);
        return one;
      });
      for (const attendee of new Set(going)) calendar.uninvite(meeting, details, attendee);
      return {};
    },
  };

  function read(asked: unknown, index: number, type: UserIdType): NewAttendee {
    if (!isNode(asked)) throw refusal(190002);
    const isOptional = asked.is_optional === true;
    if (asked.type === "user") return { type: "user", isOptional, colleague: member(asked.user_id, type) };
    if (asked.type === "chat") {
      const chat = office.chats.find((one) => one.feishu.chatId === asked.chat_id);
      if (!chat) throw refusal(190002);
      return { type: "chat", isOptional, chat };
    }
    if (asked.type === "third_party") {
      const email = asked.third_party_email;
      if (typeof email !== "string" || !email.includes("@")) throw refusal(190002);
      return { type: "third_party", isOptional, email };
    }
    if (asked.type !== "resource") throw refusal(194004);
    const room = office.rooms.find((one) => one.feishu.roomId === asked.room_id);
    if (!room) throw wrong(index, "room_id", "room_id is invalid");
    // The event was made by an app, so the room needs a person as its contact.
    if (!asked.operate_id)
      throw wrong(index, "operate_id", "operate_id is required for events created by an app");
    if (typeof asked.approval_reason === "string" && asked.approval_reason.length > 200)
      throw refusal(190002);
    return { type: "resource", isOptional: false, room, contact: member(asked.operate_id, type) };
  }

  function member(id: unknown, type: UserIdType) {
    const colleague = findMember(office, type, String(id));
    if (!colleague) throw refusal(195100);
    return colleague;
  }

  function subjectToDelete(one: unknown, type: UserIdType): string | undefined {
    if (!isNode(one)) throw refusal(190002);
    const found = {
      user: findMember(office, type, String(one.user_id))?.key,
      chat: office.chats.find((chat) => chat.feishu.chatId === one.chat_id)?.key,
      resource: office.rooms.find((room) => room.feishu.roomId === one.room_id)?.key,
      third_party: typeof one.third_party_email === "string" ? one.third_party_email : undefined,
    };
    if (typeof one.type !== "string" || !(one.type in found)) throw refusal(194004);
    return `${one.type}:${found[one.type as keyof typeof found]}`;
  }
}

const wrong = (index: number, field: string, value: string): Refusal =>
  refusal(190014, { details: { details: [{ key: `attendees[${index}].${field}`, value }] } });

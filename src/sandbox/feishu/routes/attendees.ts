import type { OfficeRoom } from "../../office.ts";
import { showAttendee } from "../attendee-view.ts";
import { type Attendee, type NewAttendee, type RoomSeat, subjectOf } from "../attendees.ts";
import { type Found, findEvent, may } from "../calendar-access.ts";
import { isNode } from "../card.ts";
import { type Refusal, refusal } from "../errors.ts";
import type { EventBook } from "../event-book.ts";
import type { ApiCall, Handlers } from "../gateway.ts";
import { page } from "../paging.ts";
import { findMember, type UserIdType, userIdType } from "../people.ts";
import { needsApproval } from "../room-rules.ts";
import type { Tenant } from "../tenant.ts";

const MOST_IN_REQUEST = 1_000;
const MOST_ROOMS_IN_REQUEST = 100;
const MOST_OF_EVENT = 3_000;
const MOST_DELETED = 500;
const LONGEST_REASON = 200;

/** calendar/v4 attendees. Source: https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/create and its neighbours. */
export function attendeeRoutes(tenant: Tenant, book: EventBook): Handlers {
  const { office } = tenant.ground.world;

  return {
    /** Success means "asked": rooms answer later. */
    "calendar.attendees.create": (call) => {
      const found = findEvent(tenant, book, call);
      const { meeting, details } = found;
      const type = userIdType(call.query);
      if (!may(found, "can_invite_others")) throw refusal(194002);
      const { attendees: asked = [], add_operator_to_attendee: addsContact = true } = call.body;
      if (!Array.isArray(asked) || asked.length > MOST_IN_REQUEST) throw refusal(190002);
      const invited = asked.map((one: unknown, index) => read(one, index, call, found));
      if (invited.filter((one) => one.type === "resource").length > MOST_ROOMS_IN_REQUEST)
        throw refusal(190002);
      if (details.attendees.length + invited.length > MOST_OF_EVENT) throw refusal(190002);
      const isTold = call.body.need_notification !== false;
      const added = new Set<Attendee>();
      for (const one of invited) {
        added.add(book.invite(meeting, details, one, isTold));
        if (one.type !== "resource" || addsContact !== true || !isOfApp(found)) continue;
        const contact = { type: "user", person: one.contact, isOptional: false } as const;
        added.add(book.invite(meeting, details, contact, isTold));
      }
      return { attendees: [...added].map((one) => showAttendee(book.desk, meeting, one, type)) };
    },

    "calendar.attendees.list": (call) => {
      const found = findEvent(tenant, book, call, { alsoDeleted: true });
      const type = userIdType(call.query);
      if (!may(found, "can_see_others")) throw refusal(194001);
      const { meeting, details } = found;
      const all = details.attendees.map((one) => showAttendee(book.desk, meeting, one, type));
      const bad = () => refusal(190002);
      return page(all, call.query, { least: 10, most: 100, usual: 20, badSize: bad, badToken: bad });
    },

    "calendar.attendees.batch_delete": (call) => {
      const { meeting, details, isOrganiser } = findEvent(tenant, book, call);
      const type = userIdType(call.query);
      if (!isOrganiser) throw refusal(194003);
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
      const isTold = call.body.need_notification !== false;
      for (const attendee of new Set(going)) book.uninvite(meeting, details, attendee, isTold);
      return {};
    },
  };

  function read(asked: unknown, index: number, call: ApiCall, found: Found): NewAttendee {
    if (!isNode(asked)) throw refusal(190002);
    const type = userIdType(call.query);
    const isOptional = asked.is_optional === true;
    if (asked.type === "user") return { type: "user", isOptional, person: member(asked.user_id, type) };
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
    return { isOptional: false, ...seat(asked, index, room, call, found) };
  }

  /** An app's event needs a contact for its rooms; a colleague's own is asked for in that colleague's name. */
  function seat(
    { operate_id: contactId, approval_reason: reason }: Readonly<Record<string, unknown>>,
    index: number,
    room: OfficeRoom,
    { query, user }: ApiCall,
    found: Found,
  ): RoomSeat {
    if (isOfApp(found) && !contactId)
      throw wrong(index, "operate_id", "operate_id is required for events created by an app");
    if (typeof reason === "string" && reason.length > LONGEST_REASON) throw refusal(190002);
    const contact = isOfApp(found) || !user ? member(contactId, userIdType(query)) : user;
    if (!user) return { type: "resource", room, contact };
    const isGiven = typeof reason === "string" && reason !== "";
    // As the vendor's own client has it in its tests: the sentence alone, without a key.
    if (!isGiven && needsApproval(room.rules, found.meeting)) {
      const value = `attendees[${index}].approval_reason is required for approval meeting rooms`;
      throw refusal(190014, { details: { details: [{ value }] } });
    }
    return { type: "resource", room, contact, ...(isGiven ? { reason } : {}) };
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

const isOfApp = ({ meeting }: Found): boolean => meeting.organiserKey === "bot";

const wrong = (index: number, field: string, value: string): Refusal =>
  refusal(190014, { details: { details: [{ key: `attendees[${index}].${field}`, value }] } });

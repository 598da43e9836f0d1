import { EventEmitter } from "node:events";
import { serveOnLoopback } from "../loopback.ts";
import type { SandboxGround, Vendor } from "../sandbox.ts";
import { tellOfOtherApp } from "./booked-elsewhere.ts";
import { OFFICE_TEMPLATE } from "./card-template.ts";
import { Cards } from "./cards.ts";
import { Chats } from "./chats.ts";
import { contactHandlers } from "./contacts.ts";
import { eventAttendeeHandlers } from "./event-attendees.ts";
import { eventListHandlers } from "./event-lists.ts";
import { eventRoomHandlers } from "./event-rooms.ts";
import { eventHandlers } from "./events.ts";
import { freeBusyHandlers } from "./free-busy.ts";
import { gatewayHandlers, Tickets } from "./gateway.ts";
import { Idempotency } from "./idempotency.ts";
import { Ids } from "./ids.ts";
import { type DingTalkLimits, Limits } from "./limits.ts";
import { type Notice, Notices } from "./notices.ts";
import { peopleBusyHandlers } from "./people-busy.ts";
import type { Handlers } from "./request.ts";
import { robotHandlers } from "./robot.ts";
import { RoomClaims } from "./room-claims.ts";
import { RoomNews } from "./room-news.ts";
import { roomHandlers } from "./rooms.ts";
import { dingTalkApp } from "./server.ts";
import { type Ack, Stream } from "./stream.ts";
import { type Switches, usualSwitches } from "./switches.ts";
import { Tokens, tokenHandlers } from "./tokens.ts";

export type { DingTalkLimits } from "./limits.ts";

/** The imitated DingTalk: `api.dingtalk.com`, `oapi.dingtalk.com` and the stream gateway on one base. */
export interface DingTalk extends Vendor {
  readonly switches: Switches;
  /** The one card template that is published in this organisation, laid out as the guide says. */
  readonly cardTemplateId: string;
  /** What the bot acknowledged, in order. */
  readonly acks: readonly Ack[];
  /** `heard` for each message, press and event that the bot acknowledged: what the vendor counts of the stream by the month. */
  readonly pushes: EventEmitter<{ heard: [] }>;
  /** Whom the calendar told of what, in order. */
  readonly notices: readonly Notice[];
  /** The names of the APIs that have a route, for comparison with the coverage list. */
  readonly routes: readonly string[];
  /** Sends every connection the `disconnect` frame, falls silent on it and cuts it after the grace time. */
  expireConnections(): void;
  /** An administrator approves or refuses a room (by key) that waits for it on a meeting (by the office's id). */
  decideApproval(meetingId: string, roomKey: string, answer: "accepted" | "declined"): void;
  /** An administrator takes a room (by key) away from a meeting (by the office's id). */
  withdrawRoom(meetingId: string, roomKey: string): void;
  /** Sends this text as a frame on every connection, readable or not. */
  pushRaw(text: string): void;
}

export async function startDingTalk(ground: SandboxGround, limits: DingTalkLimits = {}): Promise<DingTalk> {
  const { clock, random, world } = ground;
  const app = {
    id: "dingq7w2e9rt5yuiop3a",
    secret: "wXk3-7fZpQ0sVb9LrN2yTqEoUcHiJdMaGxP5vB8nKzS1lFtRjWmYg6D4hAeCu",
  };
  let base = "";
  const switches = usualSwitches();
  const ids = new Ids(world);
  const tokens = new Tokens(app, clock);
  const counted = new Limits(limits);
  const tickets = new Tickets(clock);
  const stream = new Stream(tickets, switches, random, app.id);
  const chats = new Chats(ids, clock, stream, app.id, switches, () => base);
  const cards = new Cards(chats, ids, stream);
  chats.cards = cards;
  const notices = new Notices(clock);
  const news = new RoomNews(ids, clock, stream, switches);
  const claims = new RoomClaims(world, clock, switches, news);
  const endTelling = tellOfOtherApp(world, news);
  const pushes: DingTalk["pushes"] = new EventEmitter();
  stream.on("ack", () => pushes.emit("heard"));
  const idempotency = new Idempotency(clock);
  const tools = { ids, clock, idempotency, notices, claims, switches };

  const handlers: Handlers = {
    ...tokenHandlers(tokens),
    ...gatewayHandlers(tokens, tickets, () => base),
    ...robotHandlers(chats, ids, counted, clock),
    ...cards.handlers,
    ...contactHandlers(ids),
    ...roomHandlers(ids, clock),
    ...freeBusyHandlers(ids, switches),
    ...peopleBusyHandlers(ids, switches),
    ...eventHandlers(tools),
    ...eventListHandlers(ids, clock, switches),
    ...eventAttendeeHandlers(tools),
    ...eventRoomHandlers(ids, claims, switches),
  };
  const loopback = await serveOnLoopback(
    dingTalkApp({ ground, tokens, limits: counted, switches, idempotency }, handlers),
  );
  base = loopback.base;
  loopback.onUpgrade((upgrade) => stream.upgrade(upgrade));

  return {
    base,
    app,
    cardTemplateId: OFFICE_TEMPLATE.id,
    switches,
    acks: stream.acks,
    pushes,
    notices: notices.all,
    routes: Object.keys(handlers),
    lines: chats.lines,
    events: chats.events,
    connections: () => stream.connections,
    say: chats.say,
    press: chats.press,
    expireConnections: () => stream.expire(),
    decideApproval: (meetingId, roomKey, answer) => claims.decideApproval(meetingId, roomKey, answer),
    withdrawRoom: (meetingId, roomKey) => claims.withdraw(meetingId, roomKey),
    pushRaw: (text) => stream.pushRaw(text),
    dropConnections: () => stream.drop(),
    close: async () => {
      endTelling();
      stream.close();
      await loopback.close();
    },
  };
}

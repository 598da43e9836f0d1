import { isDeepStrictEqual } from "node:util";
import { DateTime } from "luxon";
import type { Interval } from "../../core/interval.ts";
import { serveOnLoopback } from "../loopback.ts";
import type { Colleague, OfficeChat } from "../office.ts";
import type { SandboxGround, Vendor } from "../sandbox.ts";
import { peopleOf } from "./attendees.ts";
import { Tokens } from "./auth.ts";
import { may } from "./calendar-access.ts";
import { isNode } from "./card.ts";
import { readCardAnswer } from "./card-answer.ts";
import { formValue } from "./card-form.ts";
import { Connections, type Pace, VENDOR_PACE } from "./connections.ts";
import { DeviceCodes } from "./device-codes.ts";
import { EventBook } from "./event-book.ts";
import { cardPressed, messageReceived } from "./events.ts";
import { Flat, type Handlers, serveApis } from "./gateway.ts";
import { drawIds } from "./ids.ts";
import { type Limits, VENDOR_LIMITS } from "./limits.ts";
import { Messages, mentionPeople } from "./messages.ts";
import { type Notice, Notices } from "./notices.ts";
import { RoomDesk } from "./room-desk.ts";
import { RoomNews } from "./room-news.ts";
import { attendeeRoutes } from "./routes/attendees.ts";
import { chatRoutes } from "./routes/chats.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { eventRoutes } from "./routes/events.ts";
import { freeBusyRoutes } from "./routes/free-busy.ts";
import { imRoutes } from "./routes/im.ts";
import { type Images, imageRoutes } from "./routes/images.ts";
import { instanceRoutes } from "./routes/instances.ts";
import { answerCode, oauthRoutes } from "./routes/oauth.ts";
import { roomFreeBusyRoutes } from "./routes/room-free-busy.ts";
import { roomRoutes } from "./routes/rooms.ts";
import { HEARING_SCOPES, hasAny, scopeList } from "./scopes.ts";
import type { Switches } from "./switches.ts";
import { foundTenant, type Tenant } from "./tenant.ts";
import { UserTokens } from "./user-tokens.ts";

export { COVERAGE } from "./coverage.ts";

/** The imitated Feishu: its open platform and its long connection on one base. */
export interface Feishu extends Vendor {
  readonly switches: Switches;
  /**
   * A colleague answers on the page that a device code's link opens. `code` is the user code or the whole link;
   * throws where it waits for no answer (any more).
   */
  answerLink(colleagueKey: string, code: string, answer: "approved" | "denied"): void;
  /** Pictures that were uploaded, PNG by their keys. */
  readonly images: Images;
  /** What the calendar assistant told people about events. */
  readonly notices: readonly Notice[];
  /** An approver says yes or no to a room (by key) that waits for it on a meeting (by the office's id). */
  decideApproval(meetingId: string, roomKey: string, answer: "accepted" | "declined"): void;
  /** A colleague moves an event (by the office's id) in the client; throws where they may not. Its rooms are asked anew. */
  moveInClient(colleagueKey: string, meetingId: string, to: Interval): void;
  /** A colleague takes back, in their own settings, all that they allowed the app. */
  withdrawLink(colleagueKey: string): void;
}

/** Starts an imitation of Feishu with one self-built app in it. `pace` shortens what takes long at the vendor. */
export async function startFeishu(
  ground: SandboxGround,
  limits: Partial<Limits> = {},
  pace: Partial<Pace> = {},
): Promise<Feishu> {
  const ids = drawIds(ground.random);
  const tenant = foundTenant(ground, ids);
  const { switches } = tenant;
  const userTokens = new UserTokens(ground.clock, ids);
  const tokens = new Tokens(tenant.app, ground.clock, ids, userTokens);
  const codes = new DeviceCodes(ground.clock, ids);
  const messages = new Messages(tenant);
  const images = new Map<string, Uint8Array>();
  const desk = new RoomDesk(tenant);
  const notices = new Notices(ground.clock);
  const book = new EventBook(tenant, desk, notices);
  const address = () => loopback.base.replace("http", "ws");
  const connections = new Connections(tenant.app, address, { ...VENDOR_PACE, ...pace }, ids, ground.random);
  const roomNews = new RoomNews(tenant, (event) => void connections.deliver(event));
  const handlers: Handlers = {
    ...appRoutes(tenant, tokens, connections),
    ...oauthRoutes(tenant, codes, userTokens, () => loopback.base),
    ...imRoutes(tenant, messages, images),
    ...imageRoutes(tenant, images),
    ...chatRoutes(tenant),
    ...contactRoutes(tenant),
    ...roomRoutes(tenant),
    ...freeBusyRoutes(tenant, book),
    ...roomFreeBusyRoutes(tenant, book),
    ...eventRoutes(tenant, book),
    ...instanceRoutes(tenant, book),
    ...attendeeRoutes(tenant, book),
  };
  const gateway = { ground, tokens, ids, switches, limits: { ...VENDOR_LIMITS, ...limits } };
  const loopback = await serveOnLoopback(serveApis(gateway, handlers));
  loopback.onUpgrade((upgrade) => connections.accept(upgrade));

  return {
    base: loopback.base,
    images,
    app: tenant.app,
    switches,
    lines: messages.lines,
    events: messages.events,
    notices: notices.all,
    decideApproval: (meetingId, roomKey, answer) => desk.decideApproval(meetingId, roomKey, answer),
    moveInClient: (colleagueKey, meetingId, to) => {
      const caller = colleagueOf(ground, colleagueKey);
      const found = book.find(`${meetingId}_0`, caller);
      const isOrganiser = found?.meeting.organiserKey === colleagueKey;
      if (!found || !may({ ...found, caller, isOrganiser }, "can_modify_event"))
        throw new Error(`${colleagueKey} may not change the meeting ${meetingId}.`);
      book.move(found.meeting, found.details, { ...to, isAllDay: false });
      book.notices.tell("changed", found.meeting, found.details.attendees.flatMap(peopleOf));
    },
    answerLink: (colleagueKey, link, answer) => {
      const userCode = /user_code=([^&]+)/.exec(link)?.[1] ?? link;
      const code = codes.waiting(userCode);
      if (!code) throw new Error(`No link ${link} waits for an answer.`);
      const colleague = colleagueOf(ground, colleagueKey);
      if (colleague.isOutsider) throw new Error(`${colleagueKey} is of another organisation than the app.`);
      answerCode(code, colleague, answer === "approved");
    },
    withdrawLink: (colleagueKey) => userTokens.revokeAll(colleagueOf(ground, colleagueKey)),
    connections: () => connections.size,
    dropConnections: () => connections.drop(),
    close: async () => {
      desk.close();
      roomNews.close();
      connections.close();
      await loopback.close();
    },

    say(colleagueKey, chatKey, text, { mentionsBot = false, mentionKeys = [], copies = 1 } = {}) {
      const { sender, chat } = speaker(ground, colleagueKey, chatKey);
      const isGroup = chat.kind === "group";
      const mentioned = mentionKeys.map((key) => colleagueOf(ground, key));
      const written = mentionPeople(tenant, text, mentionsBot && isGroup, mentioned);
      const message = messages.add({
        chat,
        from: sender.key,
        type: "text",
        content: JSON.stringify({ text: written.text }),
        mentions: written.mentions,
      });
      // With the scope for mentions only, the app hears nothing else of a group; nor anything once it was taken out.
      if (isGroup && (!mentionsBot || switches.leftChats.has(chatKey))) return message.id;
      if (!hasAny(HEARING_SCOPES[isGroup ? "group" : "direct"], switches)) return message.id;
      const event = messageReceived(tenant, message, sender);
      for (let copy = 0; copy < copies; copy += 1) {
        void connections.deliver(event).then((end) => {
          if (end === "acknowledged") messages.events.emit("delivered", message.id);
        });
      }
      return message.id;
    },

    async press(colleagueKey, lineId, value, form = {}) {
      const message = messages.find(lineId);
      if (message?.type !== "interactive") throw new Error(`There is no card ${lineId} to press on.`);
      const { sender } = speaker(ground, colleagueKey, message.chat.key);
      const shown = messages.lines.filter((line) => line.id === lineId);
      if (!shown.some(({ buttons }) => buttons.some((button) => isDeepStrictEqual(button.value, value)))) {
        throw new Error(`The card ${lineId} has no button with the value ${JSON.stringify(value)}.`);
      }
      const line = shown.findLast(({ buttons }) =>
        buttons.some((one) => isDeepStrictEqual(one.value, value)),
      );
      const sent = isNode(line?.raw) ? formValue(line.raw, value, form, offsetOf(ground)) : undefined;
      const event = cardPressed(tenant, message, sender, { value, ...sent });
      const answer = readCardAnswer(await connections.send(event));
      if (answer.card) messages.change(message, JSON.stringify(answer.card));
      return answer.toast;
    },
  };
}

/** `+0800`, as the pickers write it. */
const offsetOf = ({ world, clock }: SandboxGround): string =>
  DateTime.fromMillis(clock.now(), { zone: world.office.zone }).toFormat("ZZZ");

/** What belongs to the app itself: its token, its bot, its connection. */
const appRoutes = (tenant: Tenant, tokens: Tokens, connections: Connections): Handlers => ({
  "auth.tenant_access_token": ({ body }) => new Flat(tokens.issue(body)),
  "bot.info": () =>
    new Flat({
      code: 0,
      msg: "ok",
      bot: {
        activate_status: tenant.switches.activateStatus,
        app_name: tenant.bot.name,
        avatar_url: "",
        ip_white_list: [],
        open_id: tenant.bot.openId,
      },
    }),
  "application.scope.list": () => scopeList(tenant.switches),
  "ws.endpoint": ({ body }) => new Flat(connections.endpoint(body)),
});

function colleagueOf({ world }: SandboxGround, key: string): Colleague {
  const colleague = world.office.colleagues.find((one) => one.key === key);
  if (!colleague) throw new Error(`The office has no colleague ${key}.`);
  return colleague;
}

function speaker(
  ground: SandboxGround,
  colleagueKey: string,
  chatKey: string,
): { sender: Colleague; chat: OfficeChat } {
  const sender = colleagueOf(ground, colleagueKey);
  const chat = ground.world.office.chats.find((one) => one.key === chatKey);
  if (!chat?.memberKeys.includes(colleagueKey)) throw new Error(`${colleagueKey} is in no chat ${chatKey}.`);
  return { sender, chat };
}

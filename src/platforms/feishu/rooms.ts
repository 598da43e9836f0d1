import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { describeError, isPlatformError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";
import type { PersonId, RoomId } from "../../core/model.ts";
import type { Rooms } from "../../ports/rooms.ts";
import type { Storage } from "../../ports/storage.ts";
import { dataOf, type FeishuClient, maybe, rowsOf } from "./client.ts";
import { unreadable } from "./errors.ts";
import { kept } from "./kept.ts";
import { memo } from "./memo.ts";
import { allPages } from "./paging.ts";
import { createPlaced } from "./placed.ts";
import { type ReserveScope, reserveScope, rulesOf } from "./reserve-scope.ts";
import { levelsOf, roomOf, type VendorRoom, vendorRoom } from "./room.ts";
import { createBusyByBatch, createBusyByRoom } from "./room-busy.ts";

const PAGE = 100;
const BOOKABLE_LIFE_MS = 10 * 60_000;
/** Long enough for the rooms of one answer; what is kept for longer is kept by whoever asks. */
const LEVEL_LIFE_MS = 60_000;

const listAnswer = dataOf(
  z.object({ rooms: rowsOf(vendorRoom), page_token: maybe(z.string()), has_more: maybe(z.boolean()) }),
);
const mgetAnswer = dataOf(z.object({ items: rowsOf(vendorRoom) }));
const level = z.object({
  room_level_id: z.string(),
  name: z.string().catch(""),
  parent_id: maybe(z.string()),
});
const levelsAnswer = dataOf(z.object({ items: rowsOf(level) }));
type Level = z.infer<typeof level>;

export interface RoomsOptions {
  readonly client: FeishuClient;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly zone: string;
  /** How busy times are asked for: one room a call, or twenty. */
  readonly freeBusy?: "list" | "batch" | undefined;
  /** Whether the bot may act in this colleague's name. */
  readonly isLinked: (personId: PersonId) => Promise<boolean>;
}

/** `approval_reason` of "Create calendar event attendees". */
export const LONGEST_REASON = 200;

export function createRooms({
  client,
  storage,
  clock,
  logger,
  zone,
  freeBusy,
  isLinked,
}: RoomsOptions): Rooms {
  const listPages = async (): Promise<VendorRoom[]> => {
    let unread = 0;
    const rooms = await allPages("list the rooms", async (token) => {
      const page = await client.call({
        api: "roomList",
        send: (sdk, auth) =>
          sdk.vc.v1.room.list(
            { params: { page_size: PAGE, user_id_type: "open_id", ...(token && { page_token: token }) } },
            auth,
          ),
        answer: listAnswer,
        repeatable: true,
      });
      unread += page.rooms.unread;
      return { items: page.rooms.rows, token: page.has_more ? page.page_token : undefined };
    });
    if (unread > 0) logger.warn("Some rooms could not be read and are left out", { rooms: unread });
    return rooms;
  };

  const levelsById = async (ids: readonly string[]): Promise<ReadonlyMap<string, Level>> => {
    const found: Level[] = [];
    let unread = 0;
    for (let at = 0; at < ids.length; at += PAGE) {
      const { items } = await client.call({
        api: "roomLevelMget",
        send: (sdk, auth) =>
          sdk.vc.v1.roomLevel.mget({ data: { level_ids: ids.slice(at, at + PAGE) } }, auth),
        answer: levelsAnswer,
        repeatable: true,
      });
      found.push(...items.rows);
      unread += items.unread;
    }
    if (unread > 0)
      logger.warn("The names of some buildings or floors could not be read", { levels: unread });
    return new Map(found.map((each) => [each.room_level_id, each]));
  };

  /** Rooms are useful without the names of their places. */
  const levelsOrNone = (ids: readonly string[]) =>
    levelsById(ids).catch((error: unknown): ReadonlyMap<string, Level> => {
      logger.warn("The names of buildings and floors could not be read; rooms are listed without", {
        error: describeError(error),
      });
      return new Map();
    });

  const placed = createPlaced(storage);
  /** The room's levels, as last listed, so that they cost no call; `undefined` where there is no such room. */
  const levelsOfRoom = async (roomId: RoomId): Promise<readonly string[] | undefined> => {
    const known = await placed.levelsOf(roomId);
    if (known) return known;
    const { items } = await client.call({
      api: "roomMget",
      send: (sdk, auth) => sdk.vc.v1.room.mget({ data: { room_ids: [roomId] } }, auth),
      answer: mgetAnswer,
      repeatable: true,
    });
    const room = items.rows.find(({ room_id: id }) => id === roomId);
    return room && levelsOf(room);
  };

  /** The settings of a room (`2`) or of a level (`1`); `undefined` where they cannot be read for good. */
  const scopeOf = async (id: string, type: "1" | "2"): Promise<ReserveScope | undefined> => {
    try {
      return await client.call({
        api: "reserveScope",
        send: (sdk, auth) =>
          sdk.vc.v1.reserveConfig.reserveScope(
            { params: { scope_id: id, scope_type: type, user_id_type: "open_id" } },
            auth,
          ),
        answer: reserveScope,
        repeatable: true,
      });
    } catch (error) {
      if (!isPlatformError(error, "refused", "unauthorised")) throw error;
      logger.warn("The booking rules of a room or its level cannot be read", {
        id,
        error: describeError(error),
      });
      return undefined;
    }
  };
  /** Shared by all rooms of a level: these calls are few. */
  const levelScope = memo(clock, LEVEL_LIFE_MS, (id) => scopeOf(id, "1"));

  /** A hundred rooms a call: asked only where rules leave it open, and kept for the next questions. */
  const kind = { kind: "bookable", lifeMs: BOOKABLE_LIFE_MS, shape: z.array(z.string()) };
  const bookable = kept({ storage, clock }, kind, async (personId) => {
    const rooms = await allPages("list the rooms that a colleague may book", async (token) => {
      const page = await client.call({
        api: "roomSearch",
        send: (sdk, auth) =>
          sdk.vc.v1.room.search(
            {
              data: { page_size: PAGE, ...(token && { page_token: token }) },
              params: { user_id_type: "open_id" },
            },
            auth,
          ),
        answer: listAnswer,
        repeatable: true,
        as: personId,
      });
      // A room that cannot be read might be one of them: then nothing is known of any.
      if (page.rooms.unread > 0) throw unreadable("list the rooms that a colleague may book");
      return { items: page.rooms.rows, token: page.has_more ? page.page_token : undefined };
    });
    return rooms.map((room) => room.room_id);
  });

  return {
    async bookableBy({ id }) {
      return (await isLinked(id)) ? new Set(await bookable(id)) : undefined;
    },
    // A room that needs approval always refuses an app ("Create calendar event attendees").
    approvals: { canAsk: ({ id }) => isLinked(id), longestReason: LONGEST_REASON },
    async list() {
      const rooms = await listPages();
      const levels = await levelsOrNone([...new Set(rooms.flatMap(levelsOf))]);
      await placed.keep(rooms);
      const root = rootOf(rooms, levels);
      return rooms.map((room) => roomOf(room, placesOf(room, levels, root), clock.now()));
    },
    async rules(roomId) {
      const levels = await levelsOfRoom(roomId);
      // Any level may cover what is below it, so all are read; what many rooms share costs little.
      const scopes = await Promise.all([scopeOf(roomId, "2"), ...(levels ?? []).map(levelScope)]);
      return rulesOf(scopes, levels !== undefined && scopes.every((scope) => scope !== undefined));
    },
    ...(freeBusy === "batch" ? createBusyByBatch({ client, zone }) : createBusyByRoom({ client, zone })),
  };
}

/** The tenant's root: all rooms lie in it, and it in nothing. A building may stand at the top, too, but beside others. */
function rootOf(rooms: readonly VendorRoom[], levels: ReadonlyMap<string, Level>): string | undefined {
  const [top, ...others] = new Set(rooms.flatMap((room) => levelsOf(room).at(-1) ?? []));
  const parent = levels.get(top ?? "")?.parent_id ?? "";
  return others.length === 0 && ["", "0"].includes(parent) ? top : undefined;
}

/** From the largest place to the smallest; the root is not named, unless a room has nothing else. */
function placesOf(room: VendorRoom, levels: ReadonlyMap<string, Level>, root: string | undefined): string[] {
  const ids = levelsOf(room).toReversed();
  const telling = ids.length > 1 ? ids.filter((id) => id !== root) : ids;
  return telling.map((id) => levels.get(id)?.name ?? "").filter(Boolean);
}

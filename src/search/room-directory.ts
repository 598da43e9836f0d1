import type { Clock } from "../core/clock.ts";
import { describeError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import type { Logger } from "../core/logger.ts";
import type { Person, Room, RoomId, RoomRules } from "../core/model.ts";
import type { Platform } from "../ports/platform.ts";
import type { Storage } from "../ports/storage.ts";

const LIST_FRESH_MS = 6 * 60 * 60_000;
/** After this the list is asked for again before an answer; until then an old one will do if the vendor fails. */
const LIST_LIFE_MS = 7 * 24 * 60 * 60_000;
/** A vendor that has just failed to list its rooms is left alone for so long. */
const FAILURE_LIFE_MS = 10_000;
const RULES_LIFE_MS = 7 * 24 * 60 * 60_000;

/**
 * The rooms of one platform and their booking rules, kept in storage: a restart costs no calls.
 * The list is refreshed in the background when it is some hours old; rules are read only for rooms about to be offered.
 */
export class RoomDirectory {
  readonly #platform: Pick<Platform, "name" | "rooms">;
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #exclude: ReadonlySet<RoomId>;
  #refreshing: Promise<readonly Room[]> | undefined;
  #failed: { error: unknown; atMs: number } | undefined;
  readonly #asked = new Map<RoomId, Promise<RoomRules | undefined>>();
  #known: { rooms: readonly Room[]; atMs: number } | undefined;
  #recalling: Promise<void> | undefined;
  /** Whoever reads a command makes the names ready to be found, once for each list. */
  #names: { readonly of: readonly Room[]; readonly names: readonly string[] } | undefined;

  constructor(
    platform: Pick<Platform, "name" | "rooms">,
    deps: { storage: Storage; clock: Clock; logger: Logger; exclude: readonly RoomId[] },
  ) {
    this.#platform = platform;
    this.#storage = deps.storage;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#exclude = new Set(deps.exclude);
  }

  /** Every room of the office but the excluded ones. Throws the platform's error only where no list is known at all. */
  async rooms(asker: Person): Promise<readonly Room[]> {
    await this.#recall();
    if (!this.#known) return this.#refresh(asker);
    if (this.#clock.now() - this.#known.atMs > LIST_FRESH_MS) {
      this.#refresh(asker).catch((error) =>
        this.#logger.warn("the list of rooms could not be refreshed; the old one is used", {
          error: describeError(error),
        }),
      );
    }
    return this.#known.rooms;
  }

  /** The names of the known rooms, without asking anybody: what a command is read against. The same array for the same list. */
  async knownNames(): Promise<readonly string[]> {
    await this.#recall();
    const rooms = this.#known?.rooms ?? [];
    if (this.#names?.of !== rooms) this.#names = { of: rooms, names: rooms.map((room) => room.name) };
    return this.#names.names;
  }

  /** The rules of these rooms; a room whose rules could not be read is left out. */
  async rules(roomIds: readonly RoomId[], asker: Person): Promise<ReadonlyMap<RoomId, RoomRules>> {
    const found = await Promise.all(roomIds.map(async (id) => [id, await this.#rulesOf(id, asker)] as const));
    return new Map(found.flatMap(([id, rules]) => (rules ? [[id, rules]] : [])));
  }

  /** Whether the approvers of rooms can be asked in this person's name. Rules are the rooms' alone, so it is not among them. */
  async canAskApproval(asker: Person): Promise<boolean> {
    const { approvals } = this.#platform.rooms;
    if (!approvals) return true;
    try {
      return await approvals.canAsk(asker);
    } catch (error) {
      this.#logger.warn("it could not be seen whether approval can be asked for", {
        error: describeError(error),
      });
      return false;
    }
  }

  /** The rooms that this person may book, where the platform tells, for rooms of which the rules do not. */
  async bookableBy(asker: Person): Promise<ReadonlySet<RoomId> | undefined> {
    try {
      return await this.#platform.rooms.bookableBy?.(asker);
    } catch (error) {
      this.#logger.warn("it could not be read which rooms a person may book", {
        error: describeError(error),
      });
      return undefined;
    }
  }

  /** Forgets a room's rules, because a refusal showed that they may have changed. */
  async forgetRules(roomId: RoomId): Promise<void> {
    await this.#storage.write([{ key: this.#rulesKey(roomId), value: undefined }]);
  }

  /** The platform tells that this room, or any of them, is not what it was: its rules and the list are asked for anew. */
  async changed(roomId?: RoomId): Promise<void> {
    if (this.#known) this.#known = { ...this.#known, atMs: Number.NEGATIVE_INFINITY };
    if (roomId !== undefined) return this.forgetRules(roomId);
    const kept = await this.#storage.list(this.#rulesKey(""));
    await this.#storage.write(kept.map(({ key }) => ({ key, value: undefined })));
  }

  /** Whoever wants the rules of a room that is being asked about shares the question. */
  #rulesOf(roomId: RoomId, asker: Person): Promise<RoomRules | undefined> {
    const asked = this.#asked.get(roomId) ?? this.#askRules(roomId, asker);
    this.#asked.set(roomId, asked);
    void asked.finally(() => this.#asked.delete(roomId));
    return asked;
  }

  /** Never throws. */
  async #askRules(roomId: RoomId, asker: Person): Promise<RoomRules | undefined> {
    try {
      const key = this.#rulesKey(roomId);
      const stored = await this.#storage.get(key);
      if (stored !== undefined) return stored as unknown as RoomRules;
      const rules = await this.#platform.rooms.rules(roomId, asker);
      await this.#storage.write([{ key, value: asJson(rules), ttlMs: RULES_LIFE_MS }]);
      return rules;
    } catch (error) {
      this.#logger.warn("a room's rules could not be read", { roomId, error: describeError(error) });
      return undefined;
    }
  }

  async #refresh(asker: Person): Promise<readonly Room[]> {
    const failed = this.#failed;
    if (failed && this.#clock.now() - failed.atMs < FAILURE_LIFE_MS) throw failed.error;
    this.#refreshing ??= this.#fetch(asker)
      .catch((error: unknown) => {
        this.#failed = { error, atMs: this.#clock.now() };
        throw error;
      })
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  async #fetch(asker: Person): Promise<readonly Room[]> {
    const listed = await this.#platform.rooms.list(asker);
    const rooms = listed.filter((room) => !this.#exclude.has(room.id)).map(onOneLine);
    this.#known = { rooms, atMs: this.#clock.now() };
    await this.#storage.write([{ key: this.#listKey, value: asJson(this.#known), ttlMs: LIST_LIFE_MS }]);
    return rooms;
  }

  /** Knows the list that was stored. Questions that come together share one reading, and so one array. */
  async #recall(): Promise<void> {
    if (this.#known) return;
    this.#recalling ??= this.#stored()
      .then((stored) => {
        this.#known ??= stored;
      })
      .finally(() => {
        this.#recalling = undefined;
      });
    await this.#recalling;
  }

  async #stored(): Promise<{ rooms: readonly Room[]; atMs: number } | undefined> {
    const stored = (await this.#storage.get(this.#listKey)) as { rooms: Room[]; atMs: number } | undefined;
    return stored && { ...stored, rooms: stored.rooms.filter((room) => !this.#exclude.has(room.id)) };
  }

  get #listKey(): string {
    return `rooms:${this.#platform.name}`;
  }

  #rulesKey(roomId: RoomId): string {
    return `rules:${this.#platform.name}:${roomId}`;
  }
}

/** A name with line breaks in it could pass for further rows of a list. */
const onOneLine = (room: Room): Room => ({ ...room, name: room.name.replace(/\s+/gu, " ").trim() });

/** Stored values lose `Infinity` (JSON has none): a closure without an end is kept as the largest safe instant. */
function asJson(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      part === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : part,
    ),
  );
}

import { COVERAGE as DINGTALK } from "../sandbox/dingtalk/coverage.ts";
import type { Fault } from "../sandbox/faults.ts";
import { COVERAGE as FEISHU } from "../sandbox/feishu/coverage.ts";
import type { Meeting } from "../sandbox/world.ts";
import { type Stage, VENDOR_NAMES, type VendorName } from "./stage.ts";

/** What the page can make go wrong until it is switched off again. */
export const SWITCH_KINDS = ["throttle", "slow", "lost-answer", "room-declines"] as const;
export type SwitchKind = (typeof SWITCH_KINDS)[number];

export type SwitchView = Readonly<Record<VendorName, readonly SwitchKind[]>>;

const SLOW_MS = 3_000;

/** Rooms and calendars only: a bot that cannot write either has no way to tell what went wrong. */
const STRUCK = /^(calendar|rooms|vc|meeting_room)\./;
const apisOf = (rows: readonly { readonly api: string; readonly coverage: string }[]): string[] =>
  rows.filter(({ api, coverage }) => coverage !== "absent" && STRUCK.test(api)).map(({ api }) => api);
const APIS = { dingtalk: apisOf(DINGTALK), feishu: apisOf(FEISHU) };

/** The fault switches of the page, per vendor. */
export class Switches {
  readonly #on: Record<VendorName, Map<SwitchKind, () => void>> = { dingtalk: new Map(), feishu: new Map() };

  constructor(readonly stage: Stage) {}

  turn(vendor: VendorName, kind: SwitchKind, isOn: boolean): void {
    const turnOff = this.#on[vendor].get(kind);
    if (isOn === (turnOff !== undefined)) return;
    if (!turnOff) {
      const undo = kind === "room-declines" ? this.#declineRooms[vendor]() : this.#strike(vendor, kind);
      this.#on[vendor].set(kind, undo);
      return;
    }
    turnOff();
    this.#on[vendor].delete(kind);
  }

  allOff(): void {
    for (const vendor of VENDOR_NAMES) for (const kind of SWITCH_KINDS) this.turn(vendor, kind, false);
  }

  view(): SwitchView {
    return { dingtalk: [...this.#on.dingtalk.keys()], feishu: [...this.#on.feishu.keys()] };
  }

  #strike(vendor: VendorName, kind: Exclude<SwitchKind, "room-declines">): () => void {
    const { faults } = this.stage;
    const mine = new Set<Fault>();
    for (const api of APIS[vendor]) {
      const fault: Fault = { vendor, api, kind, ...(kind === "slow" ? { delayMs: SLOW_MS } : {}) };
      mine.add(fault);
      faults.add(fault);
    }
    return () => {
      const others = faults.list().filter((fault) => !mine.has(fault));
      faults.clear();
      for (const fault of others) faults.add(fault);
    };
  }

  /** Every room that the bot asks for from now on says no; those that it has stay. */
  readonly #declineRooms: Readonly<Record<VendorName, () => () => void>> = {
    // Here a room answers at once.
    dingtalk: () => {
      const { switches } = this.stage.dingtalk;
      switches.isEveryRoomTaken = true;
      return () => {
        switches.isEveryRoomTaken = false;
      };
    },
    // Here it answers later than it is asked, so after the vendor has finished what it is at.
    feishu: () => {
      const { world } = this.stage;
      const kept = new Set(world.meetings().flatMap(heldIn));
      const decline = (meeting: Meeting): void => {
        if (meeting.madeOn !== "feishu" || meeting.isCancelled) return;
        for (const held of heldIn(meeting)) {
          if (kept.has(held)) continue;
          setImmediate(() => {
            const room = meeting.rooms.find(({ roomKey }) => heldKey(meeting, roomKey) === held);
            if (room && room.answer !== "declined") world.putRoom(meeting, room.roomKey, "declined");
          });
        }
      };
      world.on("change", decline);
      return () => world.off("change", decline);
    },
  };
}

const heldKey = (meeting: Meeting, roomKey: string): string => `${meeting.id} ${roomKey}`;
const heldIn = (meeting: Meeting): string[] =>
  meeting.rooms.filter(({ answer }) => answer !== "declined").map(({ roomKey }) => heldKey(meeting, roomKey));

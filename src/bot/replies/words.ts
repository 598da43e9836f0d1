import type { CommandError } from "../../command/command.ts";
import type { Equipment } from "../../core/model.ts";
import type { Language } from "../../time/format.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** Every sentence that the bot says, once for each language. Times and lengths come in already worded. */
export interface Words {
  // what was found
  readonly freeRooms: (when: string) => string;
  readonly nothingFits: (when: string) => string;
  readonly nothingFree: (when: string) => string;
  readonly roomNotFree: (room: string, when: string) => string;
  readonly nearly: string;
  readonly seats: (count: number) => string;
  readonly equipment: Readonly<Record<Equipment, string>>;
  readonly freeUntil: (clock: string) => string;
  readonly freeAllDay: string;
  readonly needsApproval: string;
  readonly mayBeDeclined: string;
  readonly exactSize: string;
  readonly smallest: string;
  readonly biggest: string;
  readonly fillsGap: string;
  readonly usualRoom: string;
  readonly usualFloor: string;
  readonly soonest: string;
  readonly later: (length: string) => string;
  readonly earlier: (length: string) => string;
  readonly daysLater: (days: number) => string;
  readonly shorterBy: (length: string) => string;
  readonly onFloor: (floor: string) => string;
  readonly otherBuilding: (building: string | undefined) => string;
  readonly onlySeats: (count: number) => string;
  readonly biggerThanAsked: string;
  readonly sizeUnknown: string;
  readonly without: (equipment: string) => string;
  readonly otherRoom: string;
  readonly roomsInTurn: (first: string, second: string) => string;
  readonly changeAt: (clock: string) => string;

  // how sure it is
  readonly assumedLength: (length: string) => string;
  readonly assumedStart: (clock: string) => string;
  readonly assumedNow: string;
  readonly assumedDay: (day: string) => string;
  readonly zoneConverted: (named: string, zone: string) => string;
  readonly clockChange: (clock: string) => string;
  readonly someUnread: (checked: number, total: number) => string;
  readonly someUnasked: (checked: number, total: number) => string;
  readonly noneRead: string;
  readonly noRoomLikeThat: (name: string) => string;
  readonly noRooms: string;

  // why a room cannot be had
  readonly freeByHand: (when: string) => string;
  readonly bookByHand: (room: string) => string;
  readonly onlyByHand: string;
  readonly roomNotForYou: (room: string, when: string) => string;
  readonly notForYou: string;
  readonly roomClosed: (until: string | undefined, reason: string | undefined) => string;
  readonly atLeast: (length: string) => string;
  readonly atMost: (length: string) => string;
  readonly opensOn: (when: string) => string;
  readonly onlyBetween: (from: string, to: string) => string;

  // how to go on
  /** `more` is what is typed for others, where there are any. */
  readonly howToTake: (first: string, more: string | undefined) => string;
  readonly replyWith: (typed: string) => string;
  readonly take: string;
  readonly more: string;
  readonly noMore: string;
  readonly cancelIt: string;
  readonly nextBest: string;
  readonly askDifferently: string;

  // while the bot looks
  readonly searching: string;
  readonly searchedSoFar: (checked: number, total: number, found: number) => string;

  // booking
  readonly booking: (room: string) => string;
  readonly booked: (room: string) => string;
  readonly requested: (room: string) => string;
  readonly waitsForApproval: string;
  readonly onNewEvent: (title: string | undefined) => string;
  readonly onYourEvent: (title: string | undefined) => string;
  readonly howToCancel: (typed: string) => string;
  readonly notBooked: (room: string) => string;
  readonly platformSays: (reason: string) => string;
  readonly likely: (reason: string) => string;
  readonly roomDeclined: string;
  readonly noAnswer: string;
  readonly outOfReach: string;
  /** A limit of the platform's. */
  readonly tooManyCalls: string;
  readonly notPermitted: string;
  readonly quotaUsed: string;
  readonly monthUsed: string;
  readonly takenThen: (times: string) => string;
  readonly tooSmall: (seats: number, wanted: number) => string;
  readonly tooBig: (seats: number, wanted: number) => string;
  readonly lacks: (equipment: string) => string;
  readonly placeUnknown: string;
  readonly notRecurring: string;
  readonly busyUnknown: string;
  readonly whyNotRoom: (room: string, when: string) => string;
  readonly couldBeHad: (room: string, when: string, typed: string) => string;
  readonly whyWhich: string;
  readonly nothingLeftBehind: string;
  readonly maybeLeft: (when: string) => string;
  readonly defaultTitle: string;
  readonly whichEvent: (when: string) => string;
  readonly eventLine: (title: string | undefined, when: string) => string;
  readonly newEvent: string;
  readonly alreadyTaken: (room: string, when: string) => string;
  readonly swapIt: (room: string) => string;
  readonly oneMore: (room: string) => string;
  readonly twoEvents: (title: string | undefined) => string;
  readonly firstGivenBack: (room: string) => string;
  readonly mayBeHeld: (room: string, when: string) => string;
  readonly stillToTake: (count: number, typed: string) => string;
  readonly alreadyYours: (room: string) => string;
  readonly swapped: (room: string) => string;
  readonly swapLeft: (room: string) => string;
  readonly noOpenList: string;
  readonly listGoesTo: (last: number) => string;
  readonly timeIsOver: (when: string) => string;
  readonly you: string;
  readonly somebody: string;
  readonly suits: (names: string) => string;
  readonly noCommonTime: string;
  readonly personBusy: (name: string, times: string) => string;
  readonly cannotSee: (names: string) => string;
  readonly notInvited: (names: string) => string;
  readonly notLookedUp: (names: string) => string;
  readonly keptTime: string;
  readonly seatsForAll: (count: number) => string;
  readonly whichPerson: (name: string) => string;
  readonly othersCalled: (name: string) => string;
  readonly typedNames: (names: string) => string;

  // bookings
  readonly yourBookings: string;
  readonly noBookings: string;
  readonly onlyMine: string;
  readonly allYours: string;
  readonly andMore: (count: number) => string;
  readonly waiting: string;
  readonly notYours: string;
  readonly whichCancel: string;
  readonly cancelled: (room: string) => string;
  readonly eventRemoved: (title: string | undefined) => string;
  readonly eventKept: (title: string | undefined) => string;
  readonly notCancelled: (room: string) => string;
  readonly dropped: string;

  // changes, and what is told later
  readonly changing: (rooms: string) => string;
  readonly changed: Readonly<Record<"extend" | "shorten" | "move", (rooms: string) => string>>;
  readonly notChanged: Readonly<Record<"extend" | "shorten" | "move", (rooms: string) => string>>;
  readonly whichChange: Readonly<Record<"extend" | "shorten" | "move" | "swap", string>>;
  readonly howToUndo: (typed: string) => string;
  readonly howToChange: (cancel: string, extend: string) => string;
  readonly standsAsBefore: (when: string) => string;
  readonly standsWithoutRoom: (rooms: string, when: string) => string;
  readonly standsUnknown: (when: string) => string;
  readonly roomsSilent: string;
  readonly eventGone: string;
  readonly seriesNotChanged: (rooms: string) => string;
  readonly roomTaken: (room: string, times: string) => string;
  readonly freeOnlyUntil: (room: string, clock: string) => string;
  readonly takenRightAfter: (room: string) => string;
  readonly extendBy: (length: string, until: string) => string;
  readonly goOnIn: (room: string, from: string, until: string) => string;
  readonly extendHow: (rooms: string) => string;
  readonly moveWhen: (rooms: string) => string;
  readonly moveExample: string;
  readonly notBegun: (rooms: string) => string;
  readonly sameTime: (rooms: string) => string;
  readonly sameRoom: (rooms: string) => string;
  readonly nothingLeft: (rooms: string) => string;
  readonly tryAgainSoon: string;
  readonly takingSwaps: (rooms: string, when: string) => string;
  readonly guestsAnew: string;
  readonly mustReleaseFirst: (old: string, room: string) => string;
  readonly goAhead: string;
  readonly keepRoom: (rooms: string) => string;
  readonly keptRoom: (rooms: string) => string;
  readonly reallyCancel: (count: number) => string;
  readonly isSeries: string;
  readonly seriesUntil: (rule: string, lastDay: string) => string;
  readonly seriesWhole: string;
  readonly seriesGone: string;
  readonly seriesFrom: (when: string) => string;
  readonly seriesPieces: (count: number) => string;
  readonly uninvited: string;
  readonly notInvitedYet: (names: string, typed: string) => string;
  readonly invited: (names: string) => string;
  readonly notInvitedNow: (names: string) => string;
  readonly inviteByHand: string;
  readonly nobodyInvited: (names: string) => string;
  readonly approved: (room: string) => string;
  readonly notApproved: (room: string) => string;
  readonly approvalAfterAll: (room: string) => string;
  readonly stillWaiting: (room: string) => string;
  readonly notSeenAnyMore: (room: string) => string;
  readonly notLinkedAnyMore: string;
  readonly startsSoon: string;
  readonly roomTakenBack: (room: string) => string;
  readonly takenBackBy: string;
  readonly eventRemovedToo: (title: string | undefined) => string;
  readonly eventStays: (title: string | undefined) => string;
  readonly cleanedUp: (room: string) => string;

  // status
  readonly roomDay: (room: string, day: string) => string;
  readonly isFree: (room: string, when: string) => string;
  readonly isBusy: (room: string, when: string) => string;
  readonly toBookIt: (typed: string) => string;
  readonly otherRoomsThen: (typed: string) => string;
  readonly free: string;
  readonly unknown: string;
  readonly busy: string;

  // rooms whose approver has to be told why
  readonly reasonWhy: (room: string) => string;
  readonly reasonExample: string;
  readonly reasonHow: (typed: string, most: number) => string;
  readonly reasonDrop: (typed: string) => string;
  readonly reasonNeeded: string;
  readonly reasonTooLong: (length: number, most: number) => string;

  // linked accounts
  readonly linkInvite: string;
  readonly linkGives: string;
  readonly linkOpen: string;
  readonly linkButton: string;
  readonly linkUntil: (clock: string) => string;
  readonly linkUndo: (typed: string) => string;
  readonly linkAgain: (typed: string) => string;
  readonly linked: string;
  readonly linkedAlready: string;
  readonly linkDenied: string;
  readonly linkExpired: string;
  readonly linkOther: string;
  readonly linkEnded: (typed: string) => string;
  readonly linkHint: (typed: string) => string;
  readonly linkAlone: string;
  readonly linkNotNeeded: string;
  readonly linkOff: string;
  readonly linkOver: string;
  readonly linkIncomplete: string;
  readonly linkForApproval: (typed: string) => string;
  readonly unlinked: string;
  readonly unlinkedMeans: string;
  readonly notLinked: string;

  // everything else
  readonly help: string;
  readonly helpLines: readonly string[];
  readonly notUnderstood: string;
  /** Examples to copy. */
  readonly trySaying: (examples: string) => string;
  readonly examples: readonly string[];
  readonly textOnly: string;
  readonly outsider: string;
  readonly notHere: string;
  readonly enoughForToday: (limit: number) => string;

  // watching
  readonly watching: (when: string) => string;
  readonly watchPlan: (looks: number, until: string) => string;
  readonly stopWatching: (typed: string) => string;
  readonly watchNothing: string;
  readonly watchesFull: (most: number, typed: string) => string;
  readonly watchEnded: string;
  readonly nothingWatched: string;
  readonly freedUp: string;
  readonly watchInVain: (when: string) => string;

  readonly takeSeveral: (count: number) => string;
  readonly takeTogether: (count: number) => string;
  readonly tooFewAtOnce: (most: number, wanted: number) => string;
  /** `rule`: "every Monday"; `times`: "15:00–16:00". */
  readonly series: (rule: string, times: string, count: number, lastDay: string) => string;
  readonly seriesSkips: (had: number, of: number, days: string) => string;
  /** `days`: those of the first few. */
  readonly seriesMissing: (missing: number, of: number, days: string) => string;
  readonly seriesEnd: (lastDay: string) => string;
  readonly seriesCut: (lastDay: string) => string;
  readonly seriesOnce: string;
  readonly seriesNeedsTime: (example: string) => string;
  readonly seriesRoomsOnly: string;
  readonly seriesLeftOut: (rooms: string) => string;
  readonly tooFar: (day: string) => string;
  readonly errors: Readonly<Record<CommandError, string>>;
  readonly broken: string;
  readonly storageAway: string;
  /** What was heard before is gone on with. */
  readonly storageAwayLater: string;
  readonly tryLater: string;
  readonly pressExpired: string;
  readonly pressOther: string;
  readonly pressAgain: string;
  readonly pressHeard: string;
  readonly pressElsewhere: string;
  readonly pressOutdated: string;

  // buttons and pickers
  readonly choose: string;
  readonly halfHourMore: string;
  readonly swapRoom: string;
  readonly stillOpen: string;
  /** What the signs of a day's line mean: `CELLS`, `WANTED` and `NOW` of card/day-strip.ts. */
  readonly stripLegend: string;
  readonly formDay: string;
  readonly formTime: string;
  readonly formLength: string;
  readonly formSeats: string;
  readonly formFind: string;
}

export const WORDS: Readonly<Record<Language, Words>> = { zh, en };

import { DAY_MINUTES, elapse, formatDate, formatMinute, instantOf, wallTime, weekdayOf } from "./calendar.ts";
import type { CommandError, TimeWish } from "./command.ts";
import { PART_HOURS, type PlacedRange, place, placeRange } from "./halves.ts";
import type { Moment, Of } from "./moment.ts";
import type { Part, Reading, Relation } from "./piece.ts";
import { type ResolvedDay, resolveDay } from "./resolve-day.ts";
import { firstRuleDay, nextRuleDay, saidDay } from "./said-day.ts";
import { zoneNamed } from "./zones.ts";

interface Result {
  readonly wish: TimeWish;
  readonly minutes?: number;
  readonly assumed: readonly string[];
  readonly error?: CommandError;
}

const GRACE_MINUTES = 30;
/** An evening that is nearly over lasts until midnight. */
const LATE = 1260;
export const ABSURD_MINUTES = 366 * 1440;

/** Turns what was said about time into wall times of the office. */
export class Clockwork {
  /** The named zone of the text, where it is not the office's. */
  readonly zone: string | undefined;
  readonly #now: number;
  readonly #today: number;
  constructor(
    readonly reading: Reading,
    zone: string | undefined,
    readonly minutes: number | undefined,
    readonly anytime: boolean,
    readonly rule: Of<"recurrence"> | undefined,
  ) {
    this.zone = zone === undefined ? undefined : zoneNamed(zone, reading.context.zone, reading.now);
    this.#now = reading.now;
    this.#today = Math.floor(reading.now / DAY_MINUTES);
  }

  /** A moment as times of the office; what was inferred of a window is said of the window. */
  resolve(moment: Moment): Result {
    const result = this.#resolve(moment);
    if (result.wish.window === undefined) return result;
    return { ...result, assumed: result.assumed.map((key) => (key === "start" ? "window" : key)) };
  }

  #resolve(moment: Moment): Result {
    if (moment.offset !== undefined && moment.clock === undefined && moment.range === undefined)
      return this.#ahead(moment.offset);
    const { stretch, days } = moment;
    const dated = stretch !== undefined && days.length === 0 ? { ...moment, days: [stretch.from] } : moment;
    if (moment.range !== undefined) return this.#range(dated, this.#closed(moment.range));
    if (moment.clock !== undefined) return this.#clock(dated, moment.clock);
    if (moment.soon !== undefined) return this.#soon(moment.soon);
    if (moment.part !== undefined) return this.#part(moment, moment.part);
    if (moment.now === true && moment.days.length === 0) return this.#start(this.#now, []);
    return this.#day(moment);
  }

  #ahead(minutes: number): Result {
    const result = this.#start(elapse(this.#now, minutes, this.reading.context.zone), []);
    return minutes < 0 ? { ...result, error: "past" } : result;
  }

  /** A start in the office's wall time, with an end where a length was said. */
  #start(start: number, assumed: readonly string[]): Result {
    const wish = { start: formatMinute(start) };
    if (this.minutes === undefined || this.minutes <= 0 || this.minutes > ABSURD_MINUTES)
      return { wish, assumed };
    return {
      wish: { ...wish, end: formatMinute(elapse(start, this.minutes, this.reading.context.zone)) },
      assumed,
    };
  }

  #soon(soon: Of<"stretch">): Result {
    const end = elapse(this.#now, soon.minutes, this.reading.context.zone);
    const window = { from: formatMinute(this.#now), to: formatMinute(end) };
    if (soon.window || (this.minutes !== undefined && this.minutes < soon.minutes))
      return { wish: { window }, assumed: [] };
    return { wish: { start: window.from, end: window.to }, minutes: soon.minutes, assumed: [] };
  }

  /** The day said; "none" where none was. */
  #resolved(moment: Moment): ResolvedDay | "none" | undefined {
    if (moment.days.length === 0) return this.#ruleDay() ?? "none";
    const said = saidDay(moment.days, this.#today);
    if (said === undefined || this.rule === undefined) return said;
    // "Every Monday from 17 March": the first Monday from then on.
    return firstRuleDay(this.rule.recurrence, said.day) ?? { day: said.day };
  }

  #ruleDay(): ResolvedDay | undefined {
    return this.rule === undefined ? undefined : firstRuleDay(this.rule.recurrence, this.#today);
  }

  #clock(moment: Moment, said: Of<"clock">): Result {
    const clock = said.clock.eod === true ? this.#closing() : said.clock;
    const base = moment.offset === undefined ? moment : { ...moment, days: [] };
    const placed = place(clock, moment.part);
    const minutes: PlacedRange = {
      from: placed.minute,
      to: placed.minute,
      inferred: placed.inferred,
      fixed: placed.fixed,
    };
    if (said.relation === "before" || said.relation === "until") return this.#deadline(base, said, minutes);
    if (said.clock.eod === true && this.minutes === undefined && said.relation === undefined)
      return this.#deadline(base, { ...said, relation: "before" }, minutes);
    const lasting = said.relation === "after" || this.anytime ? 0 : (this.minutes ?? 0);
    const days = this.#put(base, minutes, lasting);
    if (days.error !== undefined) return { wish: days.wish, assumed: [], error: days.error };
    const start = this.#local(days.start);
    if (said.relation === "after") {
      const day = Math.floor(start / DAY_MINUTES) * DAY_MINUTES;
      const close = day + this.#working().to;
      const to = start < close ? close : Math.max(start + 60, day + 1260);
      return { wish: { window: { from: formatMinute(start), to: formatMinute(to) } }, assumed: days.assumed };
    }
    return this.#start(start, days.assumed);
  }

  /** The range with the end of working hours as a time. */
  #closed(range: Of<"range">): Of<"range"> {
    return range.end.clock?.eod === true
      ? { ...range, end: { ...range.end, clock: this.#closing() } }
      : range;
  }

  #closing(): { hour: number; minute: number; exact: true } {
    const { to } = this.#working();
    return { hour: Math.floor(to / 60), minute: to % 60, exact: true };
  }

  #working(): { from: number; to: number } {
    return this.reading.context.workingMinutes ?? { from: 540, to: 1080 };
  }

  /** "until 5", "before noon", "by 5", "before EOD": from now, or from the start of work on the day. */
  #deadline(moment: Moment, said: Of<"clock">, placed: PlacedRange): Result {
    const days = this.#put(moment, placed, -1);
    if (days.error !== undefined) return { wish: days.wish, assumed: [], error: days.error };
    const end = this.#local(days.start);
    const day = Math.floor(days.start / DAY_MINUTES);
    const opening = day * DAY_MINUTES + this.#working().from;
    const from =
      day === this.#today
        ? opening < end
          ? Math.max(this.#now, opening)
          : this.#now
        : Math.min(opening, end - 60);
    if (said.relation === "until") {
      if ((moment.days.length > 0 || this.rule !== undefined) && day !== this.#today)
        return { wish: { end: formatMinute(end) }, assumed: days.assumed };
      return {
        wish: { start: formatMinute(this.#now), end: formatMinute(end) },
        minutes: end - this.#now,
        assumed: [...days.assumed.map((key) => (key === "start" ? "end" : key)), "now"],
      };
    }
    return { wish: { window: { from: formatMinute(from), to: formatMinute(end) } }, assumed: days.assumed };
  }

  #range(moment: Moment, range: Of<"range">): Result {
    if (range.start.now === true) {
      const placed =
        range.end.clock === undefined ? undefined : place(range.end.clock, range.end.part ?? moment.part);
      if (placed === undefined) return this.#start(this.#now, []);
      let end = this.#today * DAY_MINUTES + placed.minute;
      while (end <= this.#now) end += placed.fixed ? DAY_MINUTES : 720;
      return this.#span(this.#now, end, []);
    }
    const endDay = range.end.day;
    const placed =
      placeRange(range.start, range.end, moment.part) ??
      (endDay === undefined ? undefined : this.#apart(moment, range));
    if (placed === undefined) return { wish: {}, assumed: [], error: "range" };
    const withEnd = moment.days.length === 0 && endDay !== undefined ? { ...moment, days: [endDay] } : moment;
    const days = this.#put(withEnd, placed, placed.to - placed.from);
    if (days.error !== undefined)
      return { wish: days.wish, assumed: [], error: days.error, minutes: placed.to - placed.from };
    let to = days.start - days.shift + placed.to - placed.from;
    if (endDay !== undefined && withEnd === moment) {
      const last = resolveDay(endDay, this.#today);
      const end =
        range.end.clock === undefined ? 0 : place(range.end.clock, range.end.part ?? moment.part).minute;
      if (last !== undefined) to = last.day * DAY_MINUTES + end;
      if (to <= days.start) return { wish: {}, assumed: [], error: "range" };
    }
    return this.#span(this.#local(days.start), this.#local(to), days.assumed);
  }

  /** The ends of a range that lie on different days. */
  #apart(moment: Moment, range: Of<"range">): PlacedRange | undefined {
    if (range.start.clock === undefined || range.end.clock === undefined) return undefined;
    const from = place(range.start.clock, range.start.part ?? moment.part);
    return { from: from.minute, to: from.minute + 60, inferred: from.inferred, fixed: from.fixed };
  }

  #span(start: number, end: number, assumed: readonly string[]): Result {
    const whole =
      (instantOf(end, this.reading.context.zone) - instantOf(start, this.reading.context.zone)) / 60_000;
    const isWindow = this.anytime || (this.minutes !== undefined && this.minutes > 0 && this.minutes < whole);
    if (isWindow)
      return {
        wish: { window: { from: formatMinute(start), to: formatMinute(end) } },
        assumed,
      };
    return { wish: { start: formatMinute(start), end: formatMinute(end) }, minutes: whole, assumed };
  }

  /** Puts minutes of a day onto the day that was said, or the one that is meant; `shift` is how far a start was moved to now. */
  #put(
    moment: Moment,
    placed: PlacedRange,
    lasting: number,
  ): { start: number; shift: number; assumed: string[]; error?: CommandError; wish: TimeWish } {
    const now = this.#nowThere();
    const resolved = this.#resolved(moment);
    const assumed = placed.inferred ? ["start"] : [];
    if (resolved === undefined) return { start: 0, shift: 0, assumed, error: "date", wish: {} };
    if (resolved === "none") {
      const today = Math.floor(now / DAY_MINUTES) * DAY_MINUTES + placed.from;
      const isRule = this.rule !== undefined;
      const days = isRule ? assumed : [...assumed, "date"];
      if (today >= now) return { start: today, shift: 0, assumed: days, wish: {} };
      if (now - today < GRACE_MINUTES && !isRule && (lasting === 0 || today + lasting > now) && lasting >= 0)
        return { start: now, shift: now - today, assumed: [...new Set([...days, "start"])], wish: {} };
      return { start: today + DAY_MINUTES, shift: 0, assumed: days, wish: {} };
    }
    const { day } = resolved;
    const start = day * DAY_MINUTES + placed.from;
    if (start >= now) return { start, shift: 0, assumed, wish: {} };
    const isToday = day === Math.floor(now / DAY_MINUTES);
    if (isToday && lasting >= 0 && now - start < GRACE_MINUTES && this.rule === undefined)
      return { start: now, shift: now - start, assumed: [...new Set([...assumed, "start"])], wish: {} };
    if (this.rule !== undefined && (moment.days.length === 0 || isToday))
      return {
        start: nextRuleDay(this.rule.recurrence, day) * DAY_MINUTES + placed.from,
        shift: 0,
        assumed,
        wish: {},
      };
    if (isToday && !placed.fixed && start + 720 >= now && resolved.isTodayByName !== true)
      return { start: start + 720, shift: 0, assumed: [...new Set([...assumed, "start"])], wish: {} };
    if (resolved.isTodayByName === true)
      return { start: start + 7 * DAY_MINUTES, shift: 0, assumed, wish: {} };
    const past = formatMinute(this.#local(start));
    return { start, shift: 0, assumed, error: "past", wish: { start: past } };
  }

  #nowThere(): number {
    return this.zone === undefined
      ? this.#now
      : wallTime(instantOf(this.#now, this.reading.context.zone), this.zone);
  }

  /** A wall time of the named zone in the office's; one that a clock change skips moves on. */
  #local(wall: number): number {
    const { zone } = this.reading.context;
    return wallTime(instantOf(wall, this.zone ?? zone), zone);
  }

  #part(moment: Moment, part: Part): Result {
    const [from, close] = this.#partHours(part, moment.partRelation);
    const days = this.#resolved(moment);
    if (days === undefined) return { wish: {}, assumed: [], error: "date" };
    const day = days === "none" ? this.#today : days.day;
    const isLate =
      day === this.#today && days !== "none" && close >= LATE && day * DAY_MINUTES + close <= this.#now;
    const to = isLate ? DAY_MINUTES : close;
    let shift = days === "none" && day * DAY_MINUTES + to <= this.#now ? 1 : 0;
    if (days !== "none" && days.isTodayByName === true && day * DAY_MINUTES + to <= this.#now) shift = 7;
    const start = (day + shift) * DAY_MINUTES + from;
    const end = (day + shift) * DAY_MINUTES + to;
    const assumed = days === "none" && this.rule === undefined ? ["date"] : [];
    const window = {
      from: formatMinute(this.#local(Math.max(start, this.#now))),
      to: formatMinute(this.#local(end)),
    };
    if (end <= this.#now)
      return {
        wish: { window: { from: formatMinute(start), to: formatMinute(end) } },
        assumed,
        error: "past",
      };
    return { wish: { window }, assumed };
  }

  #partHours(part: Part, relation: Relation | undefined): readonly [number, number] {
    const [from, to] = PART_HOURS[part];
    const working = this.#working();
    if (relation === "before" || relation === "until") return [Math.min(working.from, from - 60), from];
    if (relation === "after")
      return part === "noon" ? [780, working.to] : [to, Math.max(working.to, to + 180)];
    return [from, to];
  }

  #day(moment: Moment): Result {
    if (moment.stretch !== undefined) return this.#stretch(moment.stretch);
    if (moment.days.length === 0) {
      const day = this.#ruleDay();
      return { wish: day === undefined ? {} : { date: formatDate(day.day) }, assumed: [] };
    }
    const resolved = this.#resolved(moment);
    if (resolved === undefined) return { wish: {}, assumed: [], error: "date" };
    if (resolved === "none") return { wish: {}, assumed: [] };
    if (resolved.last !== undefined) return this.#window(resolved.day, resolved.last);
    const past = resolved.day < this.#today && this.rule === undefined ? { error: "past" as const } : {};
    return { wish: { date: formatDate(resolved.day) }, assumed: [], ...past };
  }

  #stretch(stretch: Of<"days">): Result {
    const from = resolveDay(stretch.from, this.#today);
    if (from === undefined) return { wish: {}, assumed: [], error: "date" };
    const to = resolveDay(stretch.to, from.day);
    if (to === undefined) return { wish: {}, assumed: [], error: "date" };
    return this.#window(from.day, to.day);
  }

  #window(first: number, last: number): Result {
    const working = this.#working();
    const start = first * DAY_MINUTES + working.from;
    const friday = last * DAY_MINUTES + working.to;
    const end = friday <= this.#now && weekdayOf(last) === 5 ? friday + 2 * DAY_MINUTES : friday;
    const from = end <= this.#now ? start : Math.max(start, this.#now);
    const wish = { window: { from: formatMinute(from), to: formatMinute(end) } };
    return {
      wish,
      assumed: [],
      ...(end <= this.#now ? { error: "past" as const } : end <= start ? { error: "range" as const } : {}),
    };
  }
}

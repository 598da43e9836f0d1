/** @import { MeetingView, RoomView } from "../view.ts" */
import { isIn } from "./calendar.js";
import { byId, el } from "./dom.js";
import { choices, officeNow, state, takingPlace, words } from "./state.js";
import { clockOf, coming, dayOf, minuteOf, shortDay, withinDay } from "./time.js";

const FROM_HOUR = 7;
const TO_HOUR = 22;
const HOURS = Array.from({ length: TO_HOUR - FROM_HOUR }, (_, index) => FROM_HOUR + index);

/**
 * The day that was chosen, or that the latest change of the colleague's own lies in.
 * @type {string | undefined}
 */
let chosen;

/** Every room's day: a row each, what holds it as blocks. */
export function drawGrid() {
  const text = words();
  const days = coming();
  const held = meetingsByRoom();
  const day = chosen && days.includes(chosen) ? chosen : firstUsedDay(days);
  const picker = el(
    "div",
    { class: "days", role: "group", "aria-label": text.day },
    ...days.map((one, index) =>
      el(
        "button",
        { type: "button", "aria-pressed": String(one === day), onclick: () => choose(one) },
        index === 0 ? text.today : shortDay(one),
      ),
    ),
  );
  const rows = placesOf(state.office.rooms).flatMap(([place, rooms]) => [
    el("h3", {}, place),
    ...rooms.map((room) => drawRoom(room, held.get(room.key) ?? [], day)),
  ]);
  const isChoosing = document.activeElement?.closest(".days");
  const root = byId("rooms");
  root.replaceChildren(
    el(
      "div",
      { class: "top" },
      el("div", { class: "title" }, el("h2", { id: "rooms-name" }, text.rooms), legend()),
      picker,
      el(
        "div",
        { class: "hours", "aria-hidden": "true" },
        ...HOURS.map((hour) => placed(el("span", {}, String(hour)), hour * 60)),
      ),
    ),
    ...rows,
  );
  if (isChoosing) picker.querySelector("[aria-pressed=true]")?.focus();
  reveal(root);
}

/**
 * Brings the room that was pointed out into the panel's view, once; the page itself stays where it is.
 * @param {HTMLElement} root
 */
function reveal(root) {
  const row = isToReveal && root.querySelector(".fresh")?.closest(".room");
  if (!row) return;
  isToReveal = false;
  const [seen, place] = [root.getBoundingClientRect(), row.getBoundingClientRect()];
  const head = root.querySelector(".top")?.clientHeight ?? 0;
  if (place.top >= seen.top + head && place.bottom <= seen.bottom) return;
  /** @param {Element} line */
  const scrolledTo = (line) => root.scrollTop + line.getBoundingClientRect().top - seen.top - head;
  // About to the middle, and so that what is seen begins with a whole line.
  const most = Math.min(scrolledTo(row) - seen.height / 2 + head, root.scrollHeight - root.clientHeight);
  root.scrollTop = Math.max(
    0,
    ...[...root.querySelectorAll("h3, .room")].map(scrolledTo).filter((top) => top <= most),
  );
}

/** @param {string} day */
function choose(day) {
  chosen = day;
  drawGrid();
}

/**
 * Today, or the first working day from there: an empty Sunday shows little.
 * @param {readonly string[]} days
 */
function firstUsedDay(days) {
  const meetings = takingPlace();
  return days.find((day) => meetings.some((meeting) => withinDay(meeting, day))) ?? days[0] ?? "";
}

function meetingsByRoom() {
  /** @type {Map<string, { meeting: MeetingView, answer: string }[]>} */
  const held = new Map();
  for (const meeting of takingPlace()) {
    for (const { key, answer } of meeting.rooms) {
      if (answer === "declined") continue;
      held.set(key, [...(held.get(key) ?? []), { meeting, answer }]);
    }
  }
  return held;
}

/**
 * Rooms under the place they lie in, in the office's order.
 * @param {readonly RoomView[]} rooms
 */
function placesOf(rooms) {
  /** @type {Map<string, RoomView[]>} */
  const places = new Map();
  for (const room of rooms) {
    const place = room.path.join(" · ");
    places.set(place, [...(places.get(place) ?? []), room]);
  }
  return [...places];
}

/**
 * @param {RoomView} room
 * @param {readonly { meeting: MeetingView, answer: string }[]} held
 * @param {string} day
 */
function drawRoom(room, held, day) {
  const text = words();
  const blocks = held
    .map(({ meeting, answer }) => ({ meeting, answer, span: withinDay(meeting, day) }))
    .filter(({ span }) => span)
    .sort((a, b) => a.meeting.start - b.meeting.start);
  const times = blocks.map(({ meeting }) => `${clockOf(meeting.start)}–${clockOf(meeting.end)}`);
  const track = el("div", {
    class: "track",
    role: "img",
    "aria-label": `${text.busy}: ${times.join(", ") || "–"}`,
  });
  for (const { meeting, answer, span } of blocks) {
    if (!span) continue;
    const kind = answer === "accepted" ? "" : " waiting";
    const own = isIn(meeting, choices.who) ? " mine" : "";
    const fresh = meeting.id === freshId ? " fresh" : "";
    track.append(
      placed(
        el("span", {
          class: `block${kind}${own}${fresh}`,
          title: `${clockOf(meeting.start)}–${clockOf(meeting.end)} ${meeting.title}`,
        }),
        span.from,
        span.to,
      ),
    );
  }
  const now = officeNow();
  if (day === dayOf(now)) track.append(placed(el("span", { class: "now" }), minuteOf(now)));
  const about = [
    room.capacity === undefined ? undefined : text.seats(room.capacity),
    ...room.equipment.map((one) => text.equipment[one]),
  ];
  return el(
    "div",
    { class: "room", "data-room": room.key },
    el(
      "span",
      { class: "name", title: about.filter(Boolean).join(", ") },
      el("span", {}, room.name),
      el("small", {}, about[0] ?? ""),
    ),
    track,
  );
}

/** @type {string | undefined} */
let freshId;
let isToReveal = false;

/**
 * The meeting that was made or changed last is pointed out; one of the colleague's own brings its day.
 * @param {MeetingView} meeting
 */
export function pointOut(meeting) {
  freshId = meeting.id;
  isToReveal = true;
  if (isIn(meeting, choices.who)) chosen = dayOf(meeting.start);
}

/**
 * Puts an element at its time in the row.
 * @param {HTMLElement} element
 * @param {number} from minute of the day
 * @param {number} [to]
 */
function placed(element, from, to) {
  element.style.left = `${percent(from)}%`;
  if (to !== undefined) element.style.width = `${percent(to) - percent(from)}%`;
  element.hidden = to === undefined ? percent(from) !== rawPercent(from) : percent(to) <= percent(from);
  return element;
}

/** @param {number} minute */
const rawPercent = (minute) => ((minute - FROM_HOUR * 60) / ((TO_HOUR - FROM_HOUR) * 60)) * 100;
/** @param {number} minute */
const percent = (minute) => Math.min(100, Math.max(0, rawPercent(minute)));

function legend() {
  const text = words();
  return el(
    "p",
    { class: "legend" },
    ...[
      ["", text.busy],
      [" waiting", text.waiting],
      [" mine", text.mine],
    ].map(([kind, label]) =>
      el("span", {}, el("span", { class: `block${kind}`, "aria-hidden": "true" }), label),
    ),
  );
}

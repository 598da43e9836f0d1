/** @import { MeetingView } from "../view.ts" */
import { byId, el } from "./dom.js";
import { choices, nameOf, state, takingPlace, words } from "./state.js";
import { clockOf, coming, dayName, withinDay } from "./time.js";

/** Whether a colleague is in a meeting, as its organiser or as a guest. */
export const isIn = (/** @type {MeetingView} */ meeting, /** @type {string} */ who) =>
  meeting.organiserKey === who || meeting.attendeeKeys.includes(who);

/** The chosen colleague's meetings, today and in the days after. */
export function drawCalendar() {
  const who = choices.who;
  const text = words();
  const mine = takingPlace()
    .filter((meeting) => isIn(meeting, who))
    .sort((a, b) => a.start - b.start);
  const days = coming().map((day, index) => {
    const meetings = mine.filter((meeting) => withinDay(meeting, day));
    if (meetings.length === 0 && index > 0) return undefined;
    const near = [text.today, text.tomorrow][index];
    return el(
      "section",
      {},
      el("h3", {}, near ? `${near} · ${dayName(day)}` : dayName(day)),
      meetings.length > 0
        ? el("ul", {}, ...meetings.map(drawMeeting))
        : el("p", { class: "empty" }, text.noMeetings),
    );
  });
  const root = byId("calendar");
  // It scrolls and holds nothing that could be focused.
  root.tabIndex = 0;
  root.replaceChildren(
    el("h2", { id: "calendar-name" }, text.calendarOf(nameOf(who))),
    ...days.filter((day) => day !== undefined),
  );
}

/** @param {MeetingView} meeting */
function drawMeeting(meeting) {
  const text = words();
  const rooms = meeting.rooms.map(({ key, answer }) => {
    const name = state.office.rooms.find((room) => room.key === key)?.name ?? key;
    return text.answer[answer] ? `${name} (${text.answer[answer]})` : name;
  });
  const small = [
    rooms.join(", ") || text.noRoom,
    meeting.organiserKey === choices.who ? undefined : text.organisedBy(nameOf(meeting.organiserKey)),
    text.madeOn[meeting.madeOn] || undefined,
  ];
  return el(
    "li",
    { class: `meeting ${meeting.madeOn}`, "data-id": meeting.id },
    el(
      "span",
      { class: "when" },
      meeting.isAllDay ? text.allDay : `${clockOf(meeting.start)}–${clockOf(meeting.end)}`,
    ),
    el("span", { class: "what" }, meeting.title),
    el("span", { class: "where" }, small.filter(Boolean).join(" · ")),
  );
}

/** @import { LineView, MeetingView, OfficeView, PulseView } from "../view.ts" */
/** @import { VendorName } from "../stage.ts" */
/** @import { SwitchKind } from "../switches.ts" */

/** The server did not take the page's cookie: it was started anew. */
export class Refused extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function call(path, init) {
  const response = await fetch(path, init);
  if (response.status === 403 && response.headers.get("content-type")?.startsWith("text/plain")) {
    throw new Refused(await response.text());
  }
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

/**
 * @param {string} path
 * @param {unknown} body
 */
const post = (path, body) =>
  call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** @returns {Promise<OfficeView>} */
export const getOffice = () => call("/api/office");

/** @param {{ vendor: VendorName, colleague: string, chat: string, text: string, mentionsBot: boolean }} request */
export const say = (request) => post("/api/say", request);

/**
 * @param {{ vendor: VendorName, colleague: string, line: string, button: number, form?: Record<string, string> }} request
 * @returns {Promise<{ shown?: string }>}
 */
export const press = (request) => post("/api/press", request);

/**
 * Moves the office's clock forward.
 * @param {number} byMs
 * @returns {Promise<PulseView>}
 */
export const moveClock = (byMs) => post("/api/clock", { byMs });

/**
 * Turns a fault switch, cuts a vendor's connections (`drop`), or turns every switch off (`none`).
 * @param {{ kind: SwitchKind, vendor: VendorName, isOn: boolean } | { kind: "drop", vendor: VendorName } | { kind: "none" }} request
 * @returns {Promise<PulseView>}
 */
export const pullLever = (request) => post("/api/faults", request);

/**
 * Follows what happens after `eventId`. The browser reconnects by itself and says what it saw last; where the
 * server refuses or cannot catch up, `onLost` is called once and the following ends.
 * @param {string} eventId
 * @param {{
 *   onLine: (line: LineView) => void,
 *   onMeeting: (meeting: MeetingView) => void,
 *   onPulse: (pulse: PulseView) => void,
 *   onBreak: () => void,
 *   onLost: () => void,
 * }} listener
 */
export function follow(eventId, listener) {
  const source = new EventSource(`/api/events?after=${encodeURIComponent(eventId)}`);
  const lose = () => {
    source.close();
    listener.onLost();
  };
  /** @type {(name: string, take: (data: any) => void) => void} */
  const on = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  on("line", listener.onLine);
  on("meeting", listener.onMeeting);
  on("pulse", listener.onPulse);
  source.addEventListener("reset", lose);
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) lose();
    else listener.onBreak();
  });
}

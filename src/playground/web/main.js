/** @import { Language } from "./words.js" */
import { drawCalendar } from "./calendar.js";
import { ChatWindow } from "./chat.js";
import { Controls } from "./controls.js";
import { byId, el, soon } from "./dom.js";
import { drawGrid, pointOut } from "./grid.js";
import { follow, getOffice, Refused } from "./server.js";
import {
  choices,
  nameOf,
  officeNow,
  state,
  takeLine,
  takeMeeting,
  takeOffice,
  takePulse,
  VENDORS,
  words,
} from "./state.js";
import { clockOf, dayName, dayOf } from "./time.js";
import { LANGUAGES } from "./words.js";

const RETRY_MS = 3_000;

const windows = {
  dingtalk: new ChatWindow("dingtalk", () => windows.dingtalk.draw()),
  feishu: new ChatWindow("feishu", () => windows.feishu.draw()),
};

const controls = new Controls({
  onPulse: (pulse) => {
    takePulse(pulse);
    drawPulse();
    drawDays();
  },
  onFailed: (why) => trouble(words().failed(why)),
});

const drawDays = soon(() => {
  drawCalendar();
  drawGrid();
});

function drawAll() {
  document.documentElement.lang = choices.language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words()[/** @type {"sandbox" | "youAre"} */ (element.getAttribute("data-words"))];
  }
  drawPeople();
  drawLanguages();
  drawTabs();
  drawClock();
  controls.draw();
  for (const vendor of VENDORS) windows[vendor].draw();
  drawDays();
}

function drawPeople() {
  const text = words();
  const who = byId("who");
  who.replaceChildren(
    ...state.office.colleagues.map(({ key, department, isAdmin, isOutsider }) => {
      const role = [department, isAdmin ? text.admin : "", isOutsider ? text.outsider : ""].filter(Boolean);
      return el("option", { value: key }, `${nameOf(key)} · ${role.join(", ")}`);
    }),
  );
  who.value = choices.who;
}

function drawLanguages() {
  byId("language").replaceChildren(
    ...Object.entries(LANGUAGES).map(([language, name]) =>
      el(
        "button",
        {
          type: "button",
          lang: language,
          "aria-pressed": String(language === choices.language),
          onclick: () => {
            choices.language = /** @type {Language} */ (language);
            drawAll();
          },
        },
        name,
      ),
    ),
  );
}

/** On a phone one part shows at a time. */
function drawTabs() {
  const text = words();
  const open = document.body.dataset.tab ?? "dingtalk";
  document.body.dataset.tab = open;
  byId("tabs").replaceChildren(
    .../** @type {const} */ (["dingtalk", "feishu", "rooms", "calendar"]).map((tab) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(tab === open),
          onclick: () => {
            document.body.dataset.tab = tab;
            drawTabs();
          },
        },
        text[tab],
      ),
    ),
  );
}

/** What each pulse may have changed. */
function drawPulse() {
  drawClock();
  controls.draw();
  for (const vendor of VENDORS) windows[vendor].drawPulse();
}

function drawClock() {
  const now = officeNow();
  byId("clock").textContent = `${dayName(dayOf(now))} ${clockOf(now)}`;
}

/** @param {string} text empty where all is well */
function trouble(text) {
  const line = byId("trouble");
  if (line.textContent !== text) line.textContent = text;
}

/** Reads the whole office, then follows what happens; comes back by itself when the server does. */
async function start() {
  try {
    const office = await getOffice();
    takeOffice(office);
    trouble("");
    drawAll();
    follow(office.eventId, {
      onLine: (line) => {
        takeLine(line);
        windows[line.vendor].show(line);
      },
      onMeeting: (meeting) => {
        takeMeeting(meeting);
        pointOut(meeting);
        drawDays();
      },
      onPulse: (pulse) => {
        takePulse(pulse);
        trouble("");
        drawPulse();
      },
      onBreak: () => trouble(words().offline),
      onLost: () => void start(),
    });
  } catch (error) {
    if (error instanceof Refused) return trouble(words().refused);
    trouble(words().offline);
    setTimeout(() => void start(), RETRY_MS);
  }
}

byId("who").addEventListener("change", () => {
  choices.who = byId("who").value;
  drawAll();
});
setInterval(drawClock, 1_000);
setInterval(drawDays, 60_000);
void start();

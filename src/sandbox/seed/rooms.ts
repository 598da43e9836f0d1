import type { OfficeRoomRules } from "../office.ts";

const DAY_MS = 86_400_000;

/** Devices are letters: t(v), p(hone), j (projector), w(hiteboard), v(ideo). Rules say only what differs from an ordinary room. */
export type RoomRow = readonly [
  key: string,
  name: string,
  placeKey: string,
  capacity: number | undefined,
  devices: string,
  rules?: Partial<OfficeRoomRules>,
];

/** Every room; closures are told relative to `nowMs`. */
export const roomRows = (nowMs: number): readonly RoomRow[] => [
  ["zhufeng", "珠峰", "a3", 12, "tvw"],
  ["changcheng", "长城", "a3", 8, "tw"],
  ["huanghe", "黄河", "a3", 6, "tw"],
  ["changjiang", "长江", "a3", 10, "jw", { minMinutes: 30 }],
  ["taishan", "泰山", "a3", 4, "w"],
  ["huashan", "华山", "a3", 4, ""],

  ["everest", "Everest", "a8", 10, "tvp"],
  ["k2", "K2", "a8", 6, "tw"],
  ["fuji", "Fuji", "a8", 4, "t"],
  ["kilimanjaro", "Kilimanjaro", "a8", 16, "jvpw", { maxMinutes: 120, daysAhead: 14, opensAt: "09:00" }],
  [
    "denali",
    "Denali",
    "a8",
    2,
    "p",
    { closed: { startMs: nowMs - 2 * DAY_MS, endMs: nowMs + 16 * DAY_MS, reason: "空调维修" } },
  ],
  ["mont-blanc", "Mont Blanc", "a8", 8, "tvw"],

  ["taihu", "太湖", "a12", 6, "tw", { minMinutes: 15, maxMinutes: 60 }],
  ["xihu", "西湖", "a12", 8, "tvw", { daysAhead: 7, opensAt: "09:00" }],
  ["erhai", "洱海", "a12", 10, "jw"],
  ["qinghaihu", "青海湖", "a12", 20, "jvpw", { approval: "standard" }],
  ["tianchi", "天池", "a12", 4, "w"],
  ["riyuetan", "日月潭", "a12", 2, "", { recurring: false }],

  ["board", "董事会议室", "a15", 24, "tjvpw", { bookableBy: "admins" }],
  ["vip", "贵宾室", "a15", 12, "tv", { approval: "standard", minMinutes: 60 }],
  ["hall", "多功能厅", "a15", 30, "jvp", { approval: "custom", recurring: false }],

  ["newton", "Newton", "b2", 4, "tw"],
  ["einstein", "Einstein", "b2", 8, "tvw"],
  ["curie", "Curie", "b2", 6, "jw"],
  ["turing", "Turing", "b2", 10, "tvpw"],
  ["darwin", "Darwin", "b2", 2, ""],
  ["ada", "Ada", "b2", 4, "t", { bookableBy: { people: ["kenji"], departments: [] } }],

  ["mei", "梅", "b5", 4, ""],
  ["lan", "兰", "b5", 4, "t"],
  ["zhu", "竹", "b5", 6, "w"],
  ["ju", "菊", "b5", 6, "tw"],
  ["song", "松", "b5", 8, "jw"],
  ["bai", "柏", "b5", 12, "tvw"],

  ["apollo", "Apollo", "b9", 8, "tv"],
  ["gemini", "Gemini", "b9", 6, "tw"],
  ["voyager", "Voyager", "b9", 4, "p"],
  ["sputnik", "Sputnik", "b9", 2, ""],
  ["hubble", "Hubble", "b9", 14, "jvw", { dailyMinutes: { from: 9 * 60, to: 18 * 60 } }],
  ["kepler", "Kepler", "b9", 10, "tvw"],

  ["maker", "创客空间", "bb1", undefined, "w"],
  ["studio", "录音室", "bb1", 2, "p", { bookableBy: { people: [], departments: ["market"] } }],
  [
    "lab",
    "实验室",
    "bb1",
    20,
    "tjw",
    {
      bookableBy: { people: ["emma"], departments: ["engineering"] },
      maxMinutes: 240,
      approvalOverMinutes: 120,
    },
  ],
  ["archive", "旧档案室", "bb1", 6, "", { closed: { startMs: nowMs - 60 * DAY_MS, reason: "已改为仓库" } }],
];

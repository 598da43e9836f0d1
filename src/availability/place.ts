import type { Room } from "../core/model.ts";

/** Where a room is. `floor` is `12` or `B1`, `building` its name without 座, 号楼, building and the like. */
export interface Place {
  readonly building?: string;
  readonly floor?: string;
}

const HAN_DIGITS = "零一二三四五六七八九";
const HAN_NUMBER = "[一二两三四五六七八九十]{1,3}";

/** `十二` → 12, `二十` → 20; `undefined` for what is no number below 100. */
function hanNumber(text: string): number | undefined {
  const [, tens, ten, ones] = /^([二两三四五六七八九]?)(十?)([一二两三四五六七八九]?)$/.exec(text) ?? [];
  if (tens === undefined || (!tens && !ten && !ones)) return undefined;
  const digit = (han: string | undefined) => HAN_DIGITS.indexOf((han ?? "").replace("两", "二") || "零");
  if (!ten) return tens && ones ? undefined : digit(tens) || digit(ones);
  return (digit(tens) || 1) * 10 + digit(ones);
}

const normal = (text: string): string => text.normalize("NFKC").toUpperCase().trim();

/** One pattern a way to write a floor; what is captured is the floor, with B, 负 or 地下 for basements. */
const FLOOR_PATTERNS: readonly RegExp[] = [
  // 12F, 5/F, 12楼, 12层, B1层, 地下1层, -1F; not the 3 of 3号楼
  new RegExp(
    `((?:B(?=[1-9](?!\\d))|负|地下|(?<![\\dA-Z])-)?(?:(?<!\\d)\\d{1,3}|${HAN_NUMBER}))\\s*(?:/\\s*)?(?:FL?(?![A-Z])|层|楼)`,
  ),
  // 12th floor
  /(\d{1,3})\s*(?:ST|ND|RD|TH)?\s*FLOOR/,
  // Floor 12, Level 3, L5, F2
  /(?<![A-Z])(?:FLOOR|LEVEL|LVL|FL?|L)[\s.#-]*(B?\d{1,3})(?!\d)/,
  // B1, B2-03
  /(?<![A-Z0-9])(B[1-9])(?![0-9A-Z座栋幢])/,
];

/** 1203 is on the 12th floor, 305 on the 3rd: how rooms are numbered, and weaker than anything said outright. */
const ROOM_NUMBER = /(?<!\d)(\d{1,2})\d{2}(?!\d|\s*(?:人|年|号|座|楼|层|SEATS?|P(?![A-Z])))/;

const BUILDING_PATTERNS: readonly RegExp[] = [
  // A座, 3号楼, 5栋, 十号楼
  new RegExp(`((?<![A-Z])[A-Z]|\\d{1,3}|${HAN_NUMBER})\\s*(?:座|号楼|號樓|栋|棟|幢|塔)`),
  // Building A, Tower 2, Block C
  /(?:BUILDING|BLDG\.?|TOWER|BLOCK)\s*([A-Z]|\d{1,3})(?![A-Z\d])/,
  // A Building
  /(?<![A-Z\d])([A-Z]|\d{1,3})\s*(?:BUILDING|BLDG|TOWER|BLOCK)/,
  // 国贸大厦, North Tower
  /([^\s,，/·-]+?)\s*(?:大厦|大廈|大楼|大樓|BUILDING|TOWER)/,
  // 主楼, 北楼, A楼: a word before 楼 that is no number
  /([东西南北主副新老前后A-Z])\s*楼/,
];

const firstMatch = (text: string, patterns: readonly RegExp[]): string | undefined => {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
};

/** A floor in one spelling: digits alone, basements with a B. */
function canonicalFloor(text: string): string {
  const plain = normal(text).replace(/^第/, "");
  const said = firstMatch(plain, FLOOR_PATTERNS) ?? plain;
  const [, below, count = ""] = /^(B|负|地下|-)?(.*)$/.exec(said) ?? [];
  const number = /^\d+$/.test(count) ? Number(count) : hanNumber(count);
  if (number === undefined) return said;
  return `${below ? "B" : ""}${number}`;
}

/** A building in one spelling: upper case, without what only says that it is one, digits for a number. */
function canonicalBuilding(text: string): string {
  const plain = normal(text);
  const said = firstMatch(plain, BUILDING_PATTERNS) ?? plain.replace(/(?:座|楼|栋|幢|塔)$/, "");
  const number = /^\d+$/.test(said) ? Number(said) : hanNumber(said);
  return number === undefined ? said : String(number);
}

/** Whether two ways to write a floor mean the same one: `12F`, `12楼`, `十二层` and `12` do. */
export function sameFloor(one: string, other: string): boolean {
  return canonicalFloor(one) === canonicalFloor(other);
}

/** Whether two ways to write a building mean the same one: `A座`, `Tower A` and `a` do. */
export function sameBuilding(one: string, other: string): boolean {
  return canonicalBuilding(one) === canonicalBuilding(other);
}

/** Whether two places agree in what both of them say. */
export function samePlace(one: Place, other: Place): boolean {
  const agree = (a: string | undefined, b: string | undefined, same: (a: string, b: string) => boolean) =>
    a === undefined || b === undefined || same(a, b);
  return agree(one.building, other.building, sameBuilding) && agree(one.floor, other.floor, sameFloor);
}

/** How many floors lie between two; `undefined` where one of them is no number. There is no floor 0: B1 lies under 1. */
export function floorsApart(one: string, other: string): number | undefined {
  const levelOf = (floor: string): number | undefined => {
    const [, below, digits] = /^(B?)(\d+)$/.exec(canonicalFloor(floor)) ?? [];
    return digits === undefined ? undefined : below ? 1 - Number(digits) : Number(digits);
  };
  const [a, b] = [levelOf(one), levelOf(other)];
  return a === undefined || b === undefined ? undefined : Math.abs(a - b);
}

/** Reading names is slow beside comparing rooms, which are few and stay the same. */
const PLACES = new WeakMap<Room, Place>();

/** Where a room is, from its path (the nearest place wins) and else from its name, as far as they tell. */
export function placeOf(room: Room): Place {
  const known = PLACES.get(room) ?? readPlace(room);
  PLACES.set(room, known);
  return known;
}

function readPlace(room: Room): Place {
  const sources = [...room.path.toReversed(), room.name].map(normal);
  const said = (patterns: readonly RegExp[]) =>
    sources.map((source) => firstMatch(source, patterns)).find((found) => found !== undefined);
  const floor = said(FLOOR_PATTERNS) ?? ROOM_NUMBER.exec(normal(room.name))?.[1];
  const building = said(BUILDING_PATTERNS);
  return {
    ...(building !== undefined && { building: canonicalBuilding(building) }),
    ...(floor !== undefined && { floor: canonicalFloor(floor) }),
  };
}

/** Whether a room is in a building as a person names it, which may also be any part of its path: `上海` of `上海总部`. */
export function isInBuilding(room: Room, building: string): boolean {
  const own = placeOf(room).building;
  if (own !== undefined && sameBuilding(own, building)) return true;
  const wanted = canonicalBuilding(building);
  return (
    wanted.length > 1 && !/^\d+$/.test(wanted) && room.path.some((part) => normal(part).includes(wanted))
  );
}

import { describe, expect, it } from "vitest";
import { EDITIONS, type Edition, firstToEnd, monthOf, mostRooms } from "../../bench/capacity/model.ts";

const COSTS = { question: 1, booking: 3, answer: 0 };
const edition = (name: string): Edition => {
  const found = EDITIONS.find((one) => one.name === name);
  if (!found) throw new Error(`no edition ${name}`);
  return found;
};

describe("a month of an organisation", () => {
  it("adds up from questions, bookings, the list and the rules", () => {
    const month = monthOf(200, COSTS);
    expect(month.messages).toBe(22 * 2 * (300 + 120));
    expect(month.calls).toBeCloseTo(22 * (300 + 120 * 3 + 4) + 200 * (52 / 12), 6);
    expect(month.questionsInBusiestMinute).toBeCloseTo(4, 6);
  });

  it("ends with whichever quota is used up first", () => {
    const standard = edition("DingTalk standard");
    expect(firstToEnd(monthOf(10, COSTS), standard)).toBeUndefined();
    expect(firstToEnd(monthOf(200, COSTS), standard)).toMatchObject({ quota: "messages" });
    // With four calls a question it is the calls that end.
    expect(firstToEnd(monthOf(200, { ...COSTS, question: 4 }), standard)).toMatchObject({ quota: "calls" });
    expect(firstToEnd(monthOf(5_000, COSTS), edition("Feishu, paid editions"))).toBeUndefined();
  });

  it("is carried by an edition up to a number of rooms, and not one more", () => {
    for (const one of EDITIONS) {
      const rooms = mostRooms(COSTS, one);
      if (!Number.isFinite(rooms)) continue;
      expect(firstToEnd(monthOf(rooms, COSTS), one), one.name).toBeUndefined();
      expect(firstToEnd(monthOf(rooms + 1, COSTS), one), one.name).toBeDefined();
    }
  });
});

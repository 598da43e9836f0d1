import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOffice, PLATFORMS } from "../helpers/office.ts";

const at = (instant: string) => Date.parse(`${instant}:00+08:00`);

describe.each(PLATFORMS)("what a group may read, on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  beforeEach(async () => {
    office = await openOffice({ platforms: [vendor], meetings: "none" });
  });
  afterEach(() => office.close());

  it("is never the title of a meeting: not in a list, a question, a booking or a cancellation", async () => {
    const secret = "Layoffs";
    const alone = office.at(vendor, "li-lei");
    const group = office.at(vendor, "li-lei", "platform-team");
    for (const time of ["2pm", "4pm"]) {
      await alone.say(`free room tomorrow ${time} 1h called ${secret}`);
      await alone.say("1");
    }
    expect((await alone.say("my bookings")).text).toContain(secret);

    const said = [
      await group.say("my bookings"),
      await group.say("cancel"),
      await group.say("1"),
      await group.say("cancel"),
      await group.say("my bookings"),
    ];
    for (const { text } of said) expect(text).not.toContain(secret);
    expect(said[1]?.text).toMatch(/Reply with its number, for example @bot 1/);
    expect(said[2]?.text).toMatch(/Cancelled: /);
  });

  it("is no title where a booking is changed, goes on in another room or is swapped", async () => {
    const secret = "Layoffs";
    const alone = office.at(vendor, "li-lei");
    const group = office.at(vendor, "li-lei", "platform-team");
    await alone.say(`book Everest tomorrow 2pm 1h called ${secret}`);
    expect(office.world.meetings()[0]?.title).toBe(secret);
    office.world.add({
      madeOn: "client",
      organiserKey: "other:1",
      title: "Theirs",
      start: at("2026-03-12T15:30"),
      end: at("2026-03-12T17:00"),
      rooms: [{ roomKey: "everest", answer: "accepted" }],
    });
    const said = [
      await group.say("extend by 15 min"),
      await group.say("extend by 1h"),
      await group.say("2"),
      await group.say("move K2 to 4pm"),
      await group.say("swap 1"),
      await group.say("1"),
      await group.say("my bookings"),
    ];
    expect(said[2]?.text).toMatch(/Booked: /);
    for (const { text } of said) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain("Theirs");
    }
  });

  it("names every word to type as a group hears it", async () => {
    const group = office.at(vendor, "li-lei", "platform-team");
    const list = await group.say("free room tomorrow 2pm 1h");
    expect(list.text).toMatch(/To book one, reply: @bot 1 · for others: @bot more/);
    expect((await group.say("1")).text).toMatch(/To give it back: @bot cancel/);
  });

  if (vendor === "dingtalk") {
    it("is no title where the bot asks which event a room is for", async () => {
      for (const title of ["Layoffs A", "Layoffs B"]) {
        office.world.add({
          madeOn: "dingtalk",
          organiserKey: "li-lei",
          title,
          start: at("2026-03-12T14:00"),
          end: at("2026-03-12T15:00"),
        });
      }
      const group = office.at(vendor, "li-lei", "platform-team");
      await group.say("free room tomorrow 2pm 1h");
      const question = await group.say("1");
      expect(question.text).toMatch(/Which event/);
      expect(question.text).not.toContain("Layoffs");
      const booked = await group.say("1");
      expect(booked.text).toMatch(/Booked: /);
      expect(booked.text).not.toContain("Layoffs");
    });
  }
});

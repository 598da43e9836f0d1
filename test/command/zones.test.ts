import { describe, expect, it } from "vitest";
import { understand } from "../../src/command/understand.ts";

const at = (now: string, zone: string) => (text: string) =>
  understand(text, { now: Date.parse(now), zone, roomNames: [] }).command;

describe("a time in another zone", () => {
  const shanghai = at("2026-03-11T10:07+08:00", "Asia/Shanghai");

  it.each([
    ["3pm PST", "2026-03-12T06:00"], // the coast is already on summer time
    ["tomorrow 9am London time", "2026-03-12T17:00"],
    ["15:00 UTC", "2026-03-11T23:00"],
    ["15:00 UTC+9", "2026-03-11T14:00"],
    ["纽约时间明天上午9点", "2026-03-12T21:00"],
    ["14:00 Europe/Berlin", "2026-03-11T21:00"],
    ["3pm CST", "2026-03-11T15:00"],
    ["北京时间下午三点", "2026-03-11T15:00"],
    ["April 1st 9am Berlin time", "2026-04-01T15:00"],
    ["2026-03-20 9am CET", "2026-03-20T16:00"],
  ])("is converted to the office's: %s", (text, start) => {
    expect(shanghai(text)).toMatchObject({ start });
  });

  it("reads CST as Chicago's outside of China", () => {
    expect(at("2026-01-12T10:00-05:00", "America/New_York")("3pm CST")).toMatchObject({
      start: "2026-01-12T16:00",
    });
  });

  it("leaves a name that is no zone alone", () => {
    expect(shanghai("tomorrow 3pm Europe/Atlantis")).toMatchObject({ start: "2026-03-12T15:00" });
  });
});

describe("a change of the clocks", () => {
  const berlinSpring = at("2026-03-28T12:00+01:00", "Europe/Berlin");
  const berlinAutumn = at("2026-10-24T12:00+02:00", "Europe/Berlin");

  it("moves a time that it skips on by the hour", () => {
    expect(berlinSpring("tomorrow 2:30am")).toMatchObject({ start: "2026-03-29T03:30" });
  });

  it("counts real minutes through the skipped hour", () => {
    expect(berlinSpring("tomorrow 1:30am for 1h")).toMatchObject({
      start: "2026-03-29T01:30",
      end: "2026-03-29T03:30",
      durationMinutes: 60,
    });
  });

  it("counts the hour that comes twice", () => {
    expect(berlinAutumn("tomorrow 1:30am for 2h")).toMatchObject({
      start: "2026-10-25T01:30",
      end: "2026-10-25T02:30",
    });
    expect(berlinAutumn("tomorrow 1am to 4am")).toMatchObject({ durationMinutes: 240 });
  });

  it("is heeded by what is said from now on", () => {
    expect(at("2026-03-29T01:30+01:00", "Europe/Berlin")("in an hour")).toMatchObject({
      start: "2026-03-29T03:30",
    });
  });
});

describe("a clock time without a day", () => {
  const then = (clock: string) => at(`2026-03-11T${clock}+08:00`, "Asia/Shanghai");

  it("is today's while it is ahead", () => {
    expect(then("10:07")("10:30")).toMatchObject({ start: "2026-03-11T10:30", assumed: ["date"] });
  });

  it("begins now where it began less than 30 minutes ago", () => {
    expect(then("10:29")("10:00 1h")).toMatchObject({ start: "2026-03-11T10:29", end: "2026-03-11T11:29" });
    expect(then("10:29")("10:00-11:00")).toMatchObject({
      start: "2026-03-11T10:29",
      end: "2026-03-11T11:00",
    });
  });

  it("is tomorrow's from then on, which is assumed", () => {
    expect(then("10:30")("10:00")).toMatchObject({ start: "2026-03-12T10:00", assumed: ["date"] });
  });

  it("is the afternoon from 1 to 6 where no half is said, which is assumed", () => {
    expect(then("08:00")("at 1")).toMatchObject({ start: "2026-03-11T13:00", assumed: ["start", "date"] });
    expect(then("08:00")("明天六点")).toMatchObject({ start: "2026-03-12T18:00", assumed: ["start"] });
    expect(then("08:00")("明天七点")).toMatchObject({ start: "2026-03-12T07:00" });
    expect(then("08:00")("明天七点").assumed).toBeUndefined();
  });
});

describe("the office's hours", () => {
  const read = (text: string) =>
    understand(text, {
      now: Date.parse("2026-03-11T10:07+08:00"),
      zone: "Asia/Shanghai",
      roomNames: [],
      workingMinutes: { from: 510, to: 1050 },
    }).command;

  it("end the day that EOD speaks of", () => {
    expect(read("tomorrow 4pm until EOD")).toMatchObject({ end: "2026-03-12T17:30" });
    expect(read("tomorrow after 3pm")).toMatchObject({
      window: { from: "2026-03-12T15:00", to: "2026-03-12T17:30" },
    });
  });

  it("bound a week that is searched", () => {
    expect(read("next week")).toMatchObject({ window: { from: "2026-03-16T08:30", to: "2026-03-20T17:30" } });
  });
});

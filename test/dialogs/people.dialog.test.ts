import { afterEach, describe, expect, it } from "vitest";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { openOffice, PLATFORMS } from "../helpers/office.ts";

const local = (instant: string) => Date.parse(`${instant}:00+08:00`);

describe.each(PLATFORMS)("people who come along, on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  afterEach(() => office.close());

  const open = async (options: Parameters<typeof openOffice>[0] = {}) => {
    office = await openOffice({ platforms: [vendor], meetings: "none", ...options });
    return office;
  };
  const meet = (organiserKey: string, start: string, end: string, attendeeKeys: string[] = []) =>
    office.world.add({
      madeOn: "client",
      organiserKey,
      title: "secret talks",
      start: local(start),
      end: local(end),
      attendeeKeys,
      extra: {},
    });

  it("offers only times at which the mentioned colleague and the asker are free", async () => {
    await open();
    meet("wang-fang", "2026-03-12T13:00", "2026-03-12T15:00");
    meet("li-lei", "2026-03-12T16:00", "2026-03-12T17:00");
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("@王芳 room tomorrow afternoon 1h", { mentionKeys: ["wang-fang"] });
    expect(answer.text).toMatch(/These times suit/);
    const starts = [...answer.text.matchAll(/Thu 12 Mar, (\d\d:\d\d)–/g)].map(([, clock]) => clock ?? "");
    expect(starts.length).toBeGreaterThan(0);
    for (const clock of starts) expect(["15:00", "17:00"]).toContain(clock);
    expect(answer.text).not.toContain("secret");
  });

  it("says who is busy when, where the time does not suit, and still offers rooms", async () => {
    await open();
    meet("wang-fang", "2026-03-12T15:30", "2026-03-12T17:00");
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("@王芳 明天下午三点 一小时 会议室", { mentionKeys: ["wang-fang"] });
    expect(answer.text).toMatch(/没有大家都有空的时间/);
    expect(answer.text).toMatch(/王芳：.*15:30–16:00/);
    expect(answer.text).toMatch(/^ *1\. /m);
  });

  it("does not look up a typed name in a group, and says how to name somebody there", async () => {
    await open();
    meet("wang-fang", "2026-03-12T15:00", "2026-03-12T16:00");
    const answer = await office.at(vendor, "li-lei", "everyone").say("明天下午三点 和王芳 一小时 会议室");
    expect(answer.text).not.toMatch(/15:00–16:00 有安排/);
    expect(answer.text).toMatch(/要邀请王芳，请在提问时 @/);
  });

  it("calls a calendar that cannot be read unknown, never free", async () => {
    await open();
    office.faults.add({ vendor, api: await peopleBusyApi(), kind: "server-error" });
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("@王芳 room tomorrow 3pm 1h", { mentionKeys: ["wang-fang"] });
    expect(answer.text).toMatch(/cannot see the calendar of/);
    expect(answer.text).not.toMatch(/These times suit/);
  }, 30_000);

  /** The name that the coverage list of this vendor has for people's busy times. */
  const peopleBusyApi = async (): Promise<string> => {
    const { COVERAGE } = await import(`../../src/sandbox/${vendor}/coverage.ts`);
    const rows = COVERAGE as readonly { api: string; path: string }[];
    const row = rows.find(({ path }) => /(querySchedule|freebusy\/batch)$/.test(path));
    if (!row) throw new Error("the coverage list has no such row");
    return row.api;
  };
});

describe("names on a platform with a search", () => {
  it("asks which of two colleagues is meant, and goes on with the wish", async () => {
    const base = believableOffice(local("2026-03-11T10:07"));
    const office = await openOffice({ platforms: ["dingtalk"], meetings: "none", office: base });
    try {
      office.world.add({
        madeOn: "client",
        organiserKey: "li-lei",
        title: "busy",
        start: local("2026-03-12T13:00"),
        end: local("2026-03-12T16:00"),
      });
      const me = office.at("dingtalk", "emma");
      const question = await me.say("room tomorrow afternoon 1h with Li");
      expect(question.text).toMatch(/Several colleagues are called "Li"/);
      const number = /(\d)\. .*李雷/.exec(question.text)?.[1] ?? "";
      const answer = await me.say(number);
      expect(answer.text).toMatch(/These times suit/);
      expect(answer.text).toMatch(/To invite 李雷 as well, mention/);
      const starts = [...answer.text.matchAll(/Thu 12 Mar, (\d\d):/g)].map(([, hour]) => Number(hour));
      for (const hour of starts) expect(hour).toBeGreaterThanOrEqual(16);
    } finally {
      await office.close();
    }
  });
});

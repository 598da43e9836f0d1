import { afterEach, describe, expect, it } from "vitest";
import type { Office } from "../../src/sandbox/office.ts";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { inOffice, openOffice, PLATFORMS } from "../helpers/office.ts";

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

  it("takes a seat for everybody where no size is said, and says so", async () => {
    await open();
    const me = office.at(vendor, "li-lei", "everyone");
    const mentionKeys = ["wang-fang", "han-meimei", "zhang-wei", "liu-yang"];
    const { text } = await me.say("@王芳 @韩梅梅 @张伟 @刘洋 room tomorrow 3pm 1h", { mentionKeys });
    expect(text).toMatch(/I took 5 seats: you and those you named/);
    const seats = [...text.matchAll(/(\d+) seats · /g)].map(([, count]) => Number(count));
    expect(seats.length).toBeGreaterThan(0);
    for (const count of seats) expect(count).toBeGreaterThanOrEqual(5);
    const other = await me.say("@王芳 @韩梅梅 明天下午三点 一小时 8人", {
      mentionKeys: mentionKeys.slice(0, 2),
    });
    expect(other.text).not.toMatch(/按 \d+ 个座位/);
  });

  it("does not book at once for somebody who is busy then, though the room is free", async () => {
    await open();
    meet("wang-fang", "2026-03-12T15:30", "2026-03-12T17:00");
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("@王芳 book K2 tomorrow 3pm 1h", { mentionKeys: ["wang-fang"] });
    expect(answer.text).toMatch(/No time there suits everybody/);
    expect(answer.text).toMatch(/王芳: busy .*15:30–16:00/);
    expect(answer.text).toMatch(/1\. K2/);
    expect((await me.say("1")).text).toMatch(/Booked: K2/);
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

  it("looks at nobody's calendar for a typed name in a group, and says so", async () => {
    await open();
    meet("wang-fang", "2026-03-12T15:00", "2026-03-12T16:00");
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("明天下午三点 和王芳 一小时 会议室");
    expect(answer.text).not.toMatch(/有安排/);
    expect(answer.text).toMatch(/群里我只看被 @ 的人的日程，所以没看王芳的/);
    expect(answer.text).toMatch(/暂时不会邀请王芳，订好后我再问你/);
    expect((await me.say("room tomorrow 3pm 1h with 王芳")).text).toMatch(
      /only at the calendars of people you @, so not at that of 王芳/,
    );
  });

  it("takes somebody mentioned by a name of two words for one person, who is invited", async () => {
    await open();
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("book Everest tomorrow 3pm 1h", { mentionKeys: ["emma"] });
    expect(answer.text).toMatch(/Booked: |Free: /);
    expect(answer.text).not.toMatch(/To invite Emma/);
  });

  it("lists nobody in a group for a name that is not whole, and asks for a mention", async () => {
    await open();
    const me = office.at(vendor, "li-lei", "everyone");
    const answer = await me.say("room tomorrow 3pm 1h with Wang");
    expect(answer.text).toMatch(/To invite Wang, mention them with @/);
    expect(answer.text).not.toMatch(/王芳|Which one/);
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

/** The office, in which these colleagues are called so as well. */
const renamed = (name: string, ...keys: string[]): Office => {
  const base = believableOffice(local("2026-03-11T10:07"));
  const colleagues = base.colleagues.map((one) => (keys.includes(one.key) ? { ...one, name } : one));
  return { ...base, colleagues };
};

describe("names on a platform without a search", () => {
  it("are asked to be mentioned, in both languages, and the room is found all the same", () =>
    inOffice({ platforms: ["feishu"], meetings: "none" }, async (office) => {
      const me = office.at("feishu", "emma");
      const english = (await me.say("room tomorrow 3pm 1h with Wang Fang")).text;
      expect(english).toMatch(/To invite Wang Fang, mention them with @ when you ask/);
      expect(english).toMatch(/^ *1\. /m);
      const chinese = (await me.say("明天下午三点 一小时 会议室 和王芳")).text;
      expect(chinese).toMatch(/要邀请王芳，请在提问时 @ 他们/);
      expect(chinese).toMatch(/^ *1\. /m);
    }));
});

describe("names on a platform with a search", () => {
  it("tells namesakes apart by their department, and goes on with the one that is chosen", async () => {
    // Two in the platform team, whom nothing tells apart, and one in design.
    const office = await openOffice({
      platforms: ["dingtalk"],
      meetings: "none",
      office: renamed("李雷", "zhao-min", "oliver"),
    });
    try {
      const busy = { start: local("2026-03-12T13:00"), end: local("2026-03-12T16:00") };
      office.world.add({ madeOn: "client", organiserKey: "zhao-min", title: "busy", ...busy });
      const me = office.at("dingtalk", "emma");
      const question = await me.say("明天下午 和李雷 一小时 会议室");
      expect(question.text).toMatch(/有几位同事叫“李雷”/);
      expect(question.text).toMatch(/1\. 李雷 \(设计组\)/);
      expect(question.text).not.toMatch(/2\. /);
      expect(question.text).toMatch(/都不是？请在提问时 @/);
      const answer = await me.say("1");
      expect(answer.text).toMatch(/这些时间.*李雷/);
      const hours = [...answer.text.matchAll(/3月12日.*? (\d\d):\d\d–/g)].map(([, hour]) => Number(hour));
      expect(hours.length).toBeGreaterThan(0);
      for (const hour of hours) expect(hour).toBeGreaterThanOrEqual(16);
    } finally {
      await office.close();
    }
  });

  it("asks for a mention where nothing tells namesakes apart", async () => {
    const office = await openOffice({
      platforms: ["dingtalk"],
      meetings: "none",
      office: renamed("李雷", "oliver"),
    });
    try {
      const answer = await office.at("dingtalk", "emma").say("room tomorrow 3pm 1h with 李雷");
      expect(answer.text).toMatch(/To invite 李雷, mention them with @/);
      expect(answer.text).toMatch(/^ *1\. /m);
    } finally {
      await office.close();
    }
  });

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
      expect(answer.text).toMatch(/李雷 will not be invited just like that; I ask once the room is booked/);
      const starts = [...answer.text.matchAll(/Thu 12 Mar, (\d\d):/g)].map(([, hour]) => Number(hour));
      for (const hour of starts) expect(hour).toBeGreaterThanOrEqual(16);
    } finally {
      await office.close();
    }
  });
});

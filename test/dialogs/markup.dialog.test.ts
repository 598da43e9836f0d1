import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { openOffice, PLATFORMS, WEDNESDAY_10_07 } from "../helpers/office.ts";

describe.each(PLATFORMS)("markup on %s", (vendor) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  const NAME = "**@all** <at id=all></at> [x](http://evil)";

  /** Who a message that went to the vendor mentions. */
  const mentioned = (raw: unknown): string[] => {
    if (vendor === "dingtalk") {
      const { at = {} } = raw as { at?: { atUserIds?: string[]; isAtAll?: boolean } };
      return [...(at.atUserIds ?? []), ...(at.isAtAll ? ["all"] : [])];
    }
    const found: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const { tag, content } = node as { tag?: unknown; content?: unknown };
      if ((tag === "markdown" || tag === "lark_md") && typeof content === "string")
        for (const [, id = ""] of content.matchAll(/<at [^>]*id=["']?([\w-]+)/g)) found.push(id);
      for (const value of Object.values(node)) walk(value);
    };
    walk(raw);
    return found;
  };

  beforeEach(async () => {
    const seed = believableOffice(WEDNESDAY_10_07);
    const [first, ...others] = seed.rooms;
    if (!first) throw new Error("an office without rooms");
    const rooms = [{ ...first, name: NAME }, ...others.slice(0, 1)];
    office = await openOffice({ platforms: [vendor], meetings: "none", office: { ...seed, rooms } });
  });
  afterEach(() => office.close());

  it.each([
    ["alone", undefined],
    ["in a group", "platform-team"],
  ])("shows them as they are and mentions nobody by them, %s", async (_where, group) => {
    const me = office.at(vendor, "oliver", group);
    const title = "<at id=all></at> **Go** [y](http://evil) @all";
    const list = await me.say(`free room tomorrow 3pm 1h called "${title}"`);
    expect(list.text).toContain(NAME);
    const number = new RegExp(`^ *(\\d)\\. ${NAME.replace(/[*[\]()]/g, "\\$&")}`, "m").exec(list.text)?.[1];
    const booked = await me.say(number ?? "no number");
    expect(booked.text).toContain(`Booked: ${NAME}`);
    // A title is nobody else's business.
    expect(booked.text.includes(title)).toBe(group === undefined);
    expect(office.world.meetings().map((meeting) => meeting.title)).toEqual([title]);
    const { dingtalk, feishu } = office.world.office.colleagues.find(({ key }) => key === "oliver") ?? {};
    const own = vendor === "dingtalk" ? dingtalk?.userId : feishu?.openId;
    for (const { raw } of me.heard()) expect(mentioned(raw)).toEqual(group === undefined ? [] : [own]);
  });

  it("repeats nothing of what somebody typed as markup", async () => {
    const me = office.at(vendor, "emma");
    for (const text of [
      "<at id=all></at> **free** room tomorrow 3pm 1h",
      'is room 999 free? <at user_id="all">all</at> @all',
      "free room tomorrow 3pm 1h with @**all** and @<at id=all></at>",
    ]) {
      const answer = await me.say(text);
      expect(mentioned(answer.raw)).toEqual([]);
    }
  });
});

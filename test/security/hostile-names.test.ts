import { describe, expect, it, vi } from "vitest";
import { believableOffice } from "../../src/sandbox/seed/office.ts";
import { inOffice, PLATFORMS, WEDNESDAY_10_07 } from "../helpers/office.ts";

/** Markdown, a mention of everybody, HTML, a card's markup, control characters, and marks that turn the writing around. */
const HOSTILE = [
  "**@all** <at id=all></at> [x](http://evil.example) ![](http://evil.example/p.png)",
  "<b>Bold</b><script>alert(1)</script> &lt;at id=all&gt;",
  "\u202eelbahcsorp\u202c\u2066\u200f\u0007\u001b[31mred\u0000\ufeff",
  "Attic\n9. Nobody's room · free all day\r\n**Booked**",
  "# Head > quote `code` | a | b | ~~x~~ {{template}} $HOME",
] as const;
const DECEIVING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Every string in what a vendor was sent, JSON within it unpacked. */
function stringsOf(raw: unknown): string[] {
  if (typeof raw === "string") {
    try {
      const inner: unknown = JSON.parse(raw);
      if (typeof inner === "object" && inner !== null) return stringsOf(inner);
    } catch {
      // It is a text.
    }
    return [raw];
  }
  return typeof raw === "object" && raw !== null ? Object.values(raw).flatMap(stringsOf) : [];
}

/** What DingTalk draws as markdown; a message's `title` is shown in the list of chats, as it is. */
const markdownOf = (raw: unknown): string[] =>
  stringsOf(JSON.parse(JSON.stringify(raw, (key, value) => (key === "title" ? undefined : value))));

/** Whom a message mentions. */
function mentioned(raw: unknown): string[] {
  const { at = {} } = raw as { at?: { atUserIds?: string[]; atMobiles?: string[]; isAtAll?: boolean } };
  const inMarkup: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { tag, content } = node as { tag?: unknown; content?: unknown };
    if ((tag === "markdown" || tag === "lark_md") && typeof content === "string")
      for (const [, id = ""] of content.matchAll(/<at [^>]*id=["']?([\w-]+)/g)) inMarkup.push(id);
    for (const value of Object.values(node)) walk(value);
  };
  walk(raw);
  return [...inMarkup, ...(at.atUserIds ?? []), ...(at.atMobiles ?? []), ...(at.isAtAll ? ["all"] : [])];
}

function hostileOffice() {
  const seed = believableOffice(WEDNESDAY_10_07);
  const hostile = (at: number) => `${at} ${HOSTILE[at % HOSTILE.length]}`;
  return {
    ...seed,
    rooms: seed.rooms.slice(0, 6).map((room, at) => ({ ...room, name: hostile(at) })),
    places: seed.places.map((place, at) => ({ ...place, name: hostile(at) })),
    colleagues: seed.colleagues.map((one, at) => ({ ...one, name: hostile(at), englishName: hostile(at) })),
    departments: seed.departments.map((one, at) => ({ ...one, name: hostile(at) })),
    chats: seed.chats.map((chat, at) => ({ ...chat, title: hostile(at) })),
  };
}

const TALK = [
  "free room tomorrow 3pm 1h",
  "why",
  "1",
  "my bookings",
  "extend 1 by 30 minutes",
  "more",
  "cancel",
  "明天上午十点 会议室 一小时",
  "is any room free now?",
];

describe.concurrent.each(PLATFORMS)("names made to deceive on %s", (vendor) => {
  it.each([
    ["alone", undefined],
    ["in a group", "platform-team"],
  ])(
    "are shown as harmless text and mention nobody, in every answer, %s",
    { timeout: 60_000 },
    async (_where, group) => {
      await inOffice({ platforms: [vendor], meetings: "none", office: hostileOffice() }, async (office) => {
        const me = office.at(vendor, "oliver", group);
        // In a group not all of it is for the bot: whether it is through is told by its own record.
        for (const text of TALK) me.mutter(text, { mentionsBot: group !== undefined });
        for (const name of HOSTILE)
          me.mutter(`free room tomorrow 5pm 1h called "${name}" with @${name}`, {
            mentionsBot: group !== undefined,
          });
        await vi.waitFor(async () => {
          expect(await office.storage.list("inbox:seen:")).toHaveLength(TALK.length + HOSTILE.length);
          expect(await office.storage.list("inbox:open:")).toEqual([]);
        }, 40_000);
        const { dingtalk, feishu } = office.world.office.colleagues.find(({ key }) => key === "oliver") ?? {};
        const own = [dingtalk?.userId, feishu?.openId];
        const lines = me.heard();
        expect(lines.length).toBeGreaterThanOrEqual(TALK.length);
        expect(lines.some(({ text }) => text.includes("Attic 9. Nobody"))).toBe(true);
        for (const { raw } of lines) {
          expect(mentioned(raw).filter((id) => !own.includes(id))).toEqual([]);
          for (const text of stringsOf(raw))
            expect(DECEIVING.test(text.replaceAll("\n", "")), JSON.stringify(text)).toBe(false);
          // Nobody adds a row to a list by a name.
          for (const text of stringsOf(raw)) expect(text).not.toMatch(/^\s*9\\?\. Nobody/m);
          if (vendor === "feishu") continue;
          for (const text of markdownOf(raw)) {
            // Every mark of markdown that a name holds is escaped; links of ours lead to the reader's own client.
            for (const [, url = ""] of text.matchAll(/(?<!\\)\]\((\S+?)\)/g)) expect(url).toMatch(/^dtmd:/);
            expect(text).not.toMatch(/(?<!\\)<script/);
          }
        }
      });
    },
  );
});

import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS } from "../helpers/office.ts";

const CALM: OfficeOptions = { meetings: "none" };

describe.concurrent.each(PLATFORMS)("a message without words, on %s", (vendor) => {
  it.each([
    ["is Everest free tomorrow at 3pm", /^There is no open list|^No list|list/i],
    ["珠峰明天下午三点有空吗", /列表|清单|没有/],
  ])("is answered in the language of the message before, where nothing is open: %s", (question, expected) =>
    inOffice({ ...CALM, platforms: [vendor] }, async (office) => {
      const emma = office.at(vendor, "emma");
      await emma.say(question);
      const { text } = await emma.say("1");
      expect(text).toMatch(expected);
      expect(/\p{Script=Han}/u.test(text)).toBe(/\p{Script=Han}/u.test(question));
    }),
  );
});

import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../src/sandbox/dingtalk/markdown.ts";

const says = (content: string) => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(content)}`;

describe("markdown as DingTalk shows it", () => {
  it.each([
    ["### Free rooms", "Free rooms"],
    ["**K2** is *free*", "K2 is free"],
    ["> quoted", "quoted"],
    ["one\ntwo", "one two"],
    ["one  \ntwo", "one\ntwo"],
    ["one  \n  two", "one\ntwo"],
    ["one\n\ntwo", "one\ntwo"],
    ["- one\n- two", "- one\n- two"],
    ["1. one\n2. two", "1. one\n2. two"],
    ["# head\ntext", "head\ntext"],
    ["[page](https://example.com)", "page"],
    ["![plan](https://example.com/a.png)", "plan"],
    ["2 \\* 3 and snake_case_name", "2 * 3 and snake_case_name"],
    ["a \\[b\\](c)", "a [b](c)"],
    ["\\<b\\> has R\\&D on it", "<b> has R&D on it"],
    ["**\\<b\\>** for \\&lt;", "<b> for &lt;"],
    ["**\\*\\*8\\*\\*** seats", "**8** seats"],
    ["C:\\\\rooms\\\\\\<b", "C:\\rooms\\<b"],
    ["\\_not\\_ \\*styled\\*", "_not_ *styled*"],
  ])("%j reads %j", (source, text) => {
    expect(readMarkdown(source)).toEqual({ text, links: [] });
  });

  it("makes links that send a message into what can be pressed", () => {
    const { text, links } = readMarkdown(
      `1. K2 [订 \\[1\\]](${says("1")}) [\\<b\\>](${says("<b>")})  \n[更多](${says("more & 更多")})`,
    );
    expect(text).toBe("1. K2 订 [1] <b>\n更多");
    expect(links).toEqual([
      { label: "订 [1]", says: "1" },
      { label: "<b>", says: "<b>" },
      { label: "更多", says: "more & 更多" },
    ]);
  });
});

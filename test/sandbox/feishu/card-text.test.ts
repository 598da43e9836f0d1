import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../src/sandbox/feishu/card-text.ts";

const read = (markdown: string) => readMarkdown(markdown, (id) => (id === "ou_1" ? "安娜" : id));

describe("Feishu's markdown, as its reader sees it", () => {
  it.each([
    ["**bold** and *italic* and ~~gone~~ and `code`", "bold and italic and gone and code"],
    ["[a link](https://x.cn) ![a picture](img_1)", "a link a picture"],
    ["<font color='red'>red</font><br>next <at id=ou_1></at>", "red\nnext @安娜"],
    ["# Title\n> quoted\n- item", "Title\nquoted\n- item"],
    ["\\*\\*kept\\*\\* \\[x\\](y) \\<at id=all\\>", "**kept** [x](y) <at id=all>"],
    ["&#42;&#42;kept&#42;&#42; &lt;font&gt; &amp;lt;", "**kept** <font> &lt;"],
    ["2 * 3 * 4 = 24, a_b_c", "2 * 3 * 4 = 24, a_b_c"],
    ["R&D &unknown;", "R&D &unknown;"],
    ["**`x`** 珠峰 **8人**可用", "x 珠峰 8人可用"],
  ])("%j is %j", (markdown, text) => {
    expect(read(markdown)).toBe(text);
  });
});

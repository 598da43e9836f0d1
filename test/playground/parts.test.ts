import { describe, expect, it } from "vitest";
import { partsOf } from "../../src/playground/parts.ts";
import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import { NotedVendor } from "./stage.ts";

const line = (told: Partial<ChatLine>): ChatLine => new NotedVendor().tell({ id: "m1", ...told });
const button = (label: string) => ({ label, value: label });
const nameOf = (id: string) => (id === "ou_lei" || id === "1234" ? "李雷" : id);

describe("a line's parts", () => {
  it("are DingTalk's paragraphs, each with its own links", () => {
    const says = (text: string) => `dtmd://dingtalkclient/sendMessage?content=${text}`;
    const told = line({
      raw: {
        msgtype: "markdown",
        markdown: {
          title: "t",
          text: `#### Free\n\n**1. K2**  \n4 seats · [Book](${says("1")})\n\n[Book](${says("2")})`,
        },
      },
      text: "Free\n\n1. K2\n4 seats · Book\n\nBook",
      buttons: [button("Book"), button("Book")],
    });
    expect(partsOf("dingtalk", told, nameOf)).toEqual([
      { text: "Free", isTitle: true, buttons: [] },
      { text: "1. K2\n4 seats · Book", isTitle: false, buttons: [{ label: "Book", index: 0 }] },
      { text: "Book", isTitle: false, buttons: [{ label: "Book", index: 1 }] },
    ]);
  });

  it("name those whom DingTalk's message mentions by id", () => {
    const told = line({
      raw: { msgtype: "markdown", markdown: { text: "@1234\n\n#### Free" }, at: { atUserIds: ["1234"] } },
      text: "@李雷\nFree",
    });
    expect(partsOf("dingtalk", told, nameOf)).toEqual([
      { text: "@李雷", isTitle: false, buttons: [] },
      { text: "Free", isTitle: true, buttons: [] },
    ]);
  });

  it("are the elements of Feishu's card, title first, with names for ids", () => {
    const press = (label: string) => ({
      tag: "button",
      text: { tag: "plain_text", content: label },
      behaviors: [{ type: "callback", value: label }],
    });
    const told = line({
      raw: {
        schema: "2.0",
        header: { title: { tag: "plain_text", content: "空闲" } },
        body: {
          elements: [
            { tag: "markdown", content: "<at id=ou_lei></at> **珠峰**" },
            press("订 1"),
            { tag: "markdown", content: "长城" },
            press("订 2"),
          ],
        },
      },
      text: "空闲\n@李雷 珠峰\n长城",
      buttons: [button("订 1"), button("订 2")],
    });
    expect(partsOf("feishu", told, nameOf)).toEqual([
      { text: "空闲", isTitle: true, buttons: [] },
      { text: "@李雷 珠峰", isTitle: false, buttons: [] },
      { text: "", isTitle: false, buttons: [{ label: "订 1", index: 0 }] },
      { text: "长城", isTitle: false, buttons: [] },
      { text: "", isTitle: false, buttons: [{ label: "订 2", index: 1 }] },
    ]);
  });

  it.each([
    ["dingtalk", { msgtype: "markdown", markdown: { text: "something else" } }],
    ["dingtalk", { msgtype: "text", text: { content: "hello" } }],
    ["dingtalk", undefined],
    ["feishu", { text: "hello" }],
    ["feishu", { body: { elements: [{ tag: "markdown", content: "something else" }] } }],
    ["feishu", null],
  ] as const)("are the line as a whole where %s was sent %j", (vendor, raw) => {
    expect(partsOf(vendor, line({ raw, text: "hello", buttons: [button("Book")] }), nameOf)).toEqual([
      { text: "hello", isTitle: false, buttons: [{ label: "Book", index: 0 }] },
    ]);
  });
});

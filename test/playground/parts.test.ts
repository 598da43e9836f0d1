import { describe, expect, it } from "vitest";
import { partsOf } from "../../src/playground/parts.ts";
import { OFFICE_TEMPLATE } from "../../src/sandbox/dingtalk/card-template.ts";
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
      { kind: "title", text: "Free" },
      {
        kind: "text",
        lead: "1. K2",
        text: "1. K2\n4 seats · Book",
        buttons: [{ label: "Book", index: 0 }],
      },
      { kind: "text", text: "Book", buttons: [{ label: "Book", index: 1 }] },
    ]);
  });

  it("name those whom DingTalk's message mentions by id", () => {
    const told = line({
      raw: { msgtype: "markdown", markdown: { text: "@1234\n\n#### Free" }, at: { atUserIds: ["1234"] } },
      text: "@李雷\nFree",
    });
    expect(partsOf("dingtalk", told, nameOf)).toEqual([
      { kind: "text", text: "@李雷" },
      { kind: "title", text: "Free" },
    ]);
  });

  it("are the texts of DingTalk's interactive card, each beside its button", () => {
    const told = line({
      raw: {
        cardTemplateId: OFFICE_TEMPLATE.id,
        cardParamMap: {
          title: "空闲",
          row1: "**1. 珠峰**  \n8人",
          row1_label: "订",
          row1_id: "a1",
          button1_label: "更多",
          button1_id: "a2",
        },
      },
      text: "@李雷\n空闲\n1. 珠峰\n8人",
      buttons: [button("订"), button("更多")],
    });
    expect(partsOf("dingtalk", told, nameOf)).toEqual([
      { kind: "text", text: "@李雷" },
      { kind: "title", text: "空闲" },
      {
        kind: "row",
        columns: [
          { grows: true, parts: [{ kind: "text", lead: "1. 珠峰", text: "1. 珠峰\n8人" }] },
          { grows: false, parts: [{ kind: "button", label: "订", index: 0 }] },
        ],
      },
      { kind: "button", label: "更多", index: 1 },
    ]);
  });

  it("are the elements of Feishu's card, laid out as they are, with names for ids", () => {
    const plain = (content: string) => ({ tag: "plain_text", content });
    const press = (label: string, more: object = {}) => ({
      tag: "button",
      text: plain(label),
      behaviors: [{ type: "callback", value: label }],
      ...more,
    });
    const told = line({
      raw: {
        schema: "2.0",
        header: { title: plain("空闲"), template: "green" },
        body: {
          elements: [
            { tag: "markdown", content: "<at id=ou_lei></at> **珠峰**" },
            {
              tag: "column_set",
              columns: [
                { tag: "column", width: "weighted", elements: [{ tag: "div", text: plain("长城") }] },
                { tag: "column", width: "auto", elements: [press("订 1", { type: "primary_filled" })] },
              ],
            },
            { tag: "hr" },
            press("退", {
              type: "danger",
              confirm: { title: plain("退掉？"), text: plain("明天三点") },
            }),
            press("不能按", { disabled: true }),
          ],
        },
      },
      text: "空闲\n@李雷 珠峰\n长城",
      buttons: [button("订 1"), button("退")],
    });
    expect(partsOf("feishu", told, nameOf)).toEqual([
      { kind: "title", text: "空闲", colour: "green" },
      { kind: "text", text: "@李雷 珠峰" },
      {
        kind: "row",
        columns: [
          { grows: true, parts: [{ kind: "text", text: "长城" }] },
          { grows: false, parts: [{ kind: "button", label: "订 1", index: 0, style: "primary" }] },
        ],
      },
      { kind: "rule" },
      {
        kind: "button",
        label: "退",
        index: 1,
        style: "danger",
        confirm: { title: "退掉？", text: "明天三点" },
      },
    ]);
  });

  it("are the fields of a form, with where they begin", () => {
    const plain = (content: string) => ({ tag: "plain_text", content });
    const form = {
      tag: "form",
      name: "wish",
      elements: [
        { tag: "date_picker", name: "day", placeholder: plain("Day"), initial_date: "2026-03-12" },
        { tag: "picker_time", name: "time", placeholder: plain("Time") },
        {
          tag: "select_static",
          name: "length",
          placeholder: plain("Length"),
          options: [{ text: plain("1 h"), value: "60" }],
          initial_option: "60",
        },
        {
          tag: "button",
          name: "send",
          text: plain("Search"),
          form_action_type: "submit",
          behaviors: [{ type: "callback", value: "x" }],
        },
      ],
    };
    const told = line({ raw: { body: { elements: [form] } }, text: "", buttons: [button("Search")] });
    expect(partsOf("feishu", told, nameOf)).toEqual([
      {
        kind: "form",
        parts: [
          { kind: "field", type: "date", name: "day", label: "Day", initial: "2026-03-12" },
          { kind: "field", type: "time", name: "time", label: "Time" },
          {
            kind: "field",
            type: "choice",
            name: "length",
            label: "Length",
            initial: "60",
            options: [{ value: "60", label: "1 h" }],
          },
          { kind: "button", label: "Search", index: 0 },
        ],
      },
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
      { kind: "text", text: "hello" },
      { kind: "button", label: "Book", index: 0 },
    ]);
  });
});

import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { directChatKey } from "../../../src/sandbox/sandbox.ts";
import { openId, type Started, startTiny } from "./tiny.ts";

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

const png = () =>
  sharp({ create: { width: 4, height: 2, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
const plain = (content: string) => ({ tag: "plain_text", content });
const cardOf = (...elements: object[]) => ({
  schema: "2.0",
  header: { title: plain("A day") },
  body: { elements },
});
const send = (card: object) =>
  feishu.client.im.message.create({
    params: { receive_id_type: "open_id" },
    data: { receive_id: openId("ann"), msg_type: "interactive", content: JSON.stringify(card) },
  });

describe("a picture, by the official client", () => {
  it("is uploaded, and shown by a card that names its key", async () => {
    const image = await png();
    const made = await feishu.client.im.image.create({ data: { image_type: "message", image } });
    const key = made?.image_key ?? "";
    expect(key).toMatch(/^img_v3_/);
    expect(Buffer.from(feishu.vendor.images.get(key) ?? [])).toEqual(image);
    await send(cardOf({ tag: "img", img_key: key, alt: plain("Oak") }));
    expect(feishu.vendor.lines.at(-1)).toMatchObject({
      chatKey: directChatKey("ann"),
      pictures: [{ key, alt: "Oak" }],
    });
  });

  it("that was never uploaded is refused in a card", async () => {
    await expect(send(cardOf({ tag: "img", img_key: "img_v3_x", alt: plain("") }))).rejects.toMatchObject({
      response: { data: { code: 230099, msg: expect.stringContaining("200570") } },
    });
  });

  it.each([
    ["no picture", Buffer.from("hello"), 234011],
    ["nothing", Buffer.alloc(0), 234010],
  ])("that is %s is refused", async (_, image, code) => {
    await expect(
      feishu.client.im.image.create({ data: { image_type: "message", image } }),
    ).rejects.toMatchObject({ response: { data: { code } } });
  });
});

describe("a form on a card", () => {
  const button = (value: unknown) => ({
    tag: "button",
    name: "submit",
    text: plain("Find"),
    form_action_type: "submit",
    behaviors: [{ type: "callback", value }],
  });
  const form = (value: unknown) => ({
    tag: "form",
    name: "f",
    elements: [
      { tag: "date_picker", name: "date", placeholder: plain("Day"), initial_date: "2026-03-12" },
      { tag: "picker_time", name: "time", placeholder: plain("Start") },
      {
        tag: "select_static",
        name: "seats",
        placeholder: plain("People"),
        options: [{ text: plain("4"), value: "4" }],
      },
      button(value),
    ],
  });

  it("sends what was picked and what it began with, in the vendor's words", async () => {
    const heard: { action: unknown }[] = [];
    await feishu.listen({
      "card.action.trigger": (data: { action: unknown }) => {
        heard.push(data);
        return {};
      },
    });
    await send(cardOf(form({ a: "x" })));
    const line = feishu.vendor.lines.at(-1);
    expect(line?.forms?.[0]?.fields.map(({ kind, name }) => [kind, name])).toEqual([
      ["date", "date"],
      ["time", "time"],
      ["choice", "seats"],
    ]);
    await feishu.vendor.press("ann", line?.id ?? "", { a: "x" }, { time: "15:00", seats: "4" });
    expect(heard[0]?.action).toMatchObject({
      tag: "button",
      name: "submit",
      value: { a: "x" },
      form_value: { date: "2026-03-12 +0800", time: "15:00 +0800", seats: "4" },
    });
    await expect(feishu.vendor.press("ann", line?.id ?? "", { a: "x" }, { seats: "5" })).rejects.toThrow(
      "no option 5",
    );
    await expect(feishu.vendor.press("ann", line?.id ?? "", { a: "x" }, { floor: "5" })).rejects.toThrow(
      "no field floor",
    );
  });
});

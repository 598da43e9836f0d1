import { expect, it } from "vitest";
import { inOffice } from "../helpers/office.ts";

const ACTION = /"a":\s*"([\w-]+)"/;

it("takes no press with an invented, changed or broken value", async () => {
  await inOffice({ platforms: ["feishu"], meetings: "none" }, async (office) => {
    const emma = office.at("feishu", "emma");
    const list = await emma.say("free room tomorrow 3pm 1h");
    const [, real = ""] = ACTION.exec(JSON.stringify(list.buttons)) ?? [];
    expect(real).not.toBe("");
    const values: unknown[] = [
      { a: "invented" },
      { a: `${real}x` },
      { a: real.slice(0, -1) },
      { a: `${real}' OR 1=1` },
      { a: "../../journal:feishu:x" },
      { a: "__proto__" },
      { a: 7 },
      { a: { a: real } },
      { a: "x".repeat(100_000) },
      {},
      "text",
      null,
    ];
    for (const value of values)
      await office.sandbox.feishu.press("emma", list.id, value as never).catch(() => undefined);
    await office.pass(0);
    expect(office.world.meetings()).toEqual([]);
    expect((await emma.say("1")).text).toMatch(/^Booked/);
  });
});

it("lets nobody press another's button, and tells them nothing of the list", async () => {
  await inOffice({ platforms: ["feishu"], meetings: "none" }, async (office) => {
    const owner = office.at("feishu", "kenji", "platform-team");
    const list = await owner.say("free room tomorrow 3pm 1h");
    const [button] = list.buttons;
    const told = await office.sandbox.feishu.press("oliver", list.id, button?.value as never);
    expect(told).toBeTruthy();
    expect(told).not.toMatch(/\d{1,2}:\d{2}/);
    await office.pass(0);
    expect(office.world.meetings()).toEqual([]);
  });
});

it("books once however often a press comes, and not again after the booking", async () => {
  await inOffice({ platforms: ["feishu"], meetings: "none" }, async (office) => {
    const emma = office.at("feishu", "emma");
    const list = await emma.say("free room tomorrow 3pm 1h");
    const [button] = list.buttons;
    const press = () => office.sandbox.feishu.press("emma", list.id, button?.value as never);
    await Promise.all([press(), press(), press()]);
    await office.pass(60_000);
    expect(office.world.meetings()).toHaveLength(1);
    // A recording of the press, played back when a button works again.
    await press().catch(() => undefined);
    await office.pass(60_000);
    expect(office.world.meetings()).toHaveLength(1);
  });
});

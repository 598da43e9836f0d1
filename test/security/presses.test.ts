import { describe, expect, it } from "vitest";
import { inOffice, PLATFORMS } from "../helpers/office.ts";

/** Where each platform's buttons carry what they stand for, which is `a` on both. */
type Value = Readonly<Record<string, unknown>>;
const standsFor = {
  dingtalk: (value: Value): unknown => (value.params as Value).a,
  feishu: (value: Value): unknown => value.a,
};
const forged = {
  dingtalk: (value: Value, a: unknown) => ({ ...value, params: { ...(value.params as Value), a } }),
  feishu: (value: Value, a: unknown) => ({ ...value, a }),
};

describe.each(PLATFORMS)("a press on %s", (vendor) => {
  const options = { platforms: [vendor], meetings: "none", cards: true } as const;

  it("takes no press with an invented, changed or broken value", async () => {
    await inOffice(options, async (office) => {
      const emma = office.at(vendor, "emma");
      const list = await emma.say("free room tomorrow 3pm 1h");
      const own = list.buttons[0]?.value as unknown as Value;
      const real = String(standsFor[vendor](own));
      expect(real).toMatch(/^[\w-]{10,}$/);
      const invented = [
        ...[
          "invented",
          `${real}x`,
          real.slice(0, -1),
          `${real}' OR 1=1`,
          "../../journal:feishu:x",
          "__proto__",
        ],
        ...[7, { a: real }, [real], "x".repeat(100_000), null],
      ];
      const values: unknown[] = [...invented.map((one) => forged[vendor](own, one)), {}, "text", null];
      for (const value of values)
        await office.sandbox[vendor].press("emma", list.id, value as never).catch(() => undefined);
      await office.pass(0);
      expect(office.world.meetings()).toEqual([]);
      expect((await emma.say("1")).text).toMatch(/^Booked/);
    });
  });

  it("lets nobody press another's button, and tells them nothing of the list", async () => {
    await inOffice(options, async (office) => {
      const owner = office.at(vendor, "kenji", "platform-team");
      const list = await owner.say("free room tomorrow 3pm 1h");
      const [button] = list.buttons;
      const told = await office.sandbox[vendor].press("oliver", list.id, button?.value as never);
      expect(told).toBeTruthy();
      expect(told).not.toMatch(/\d{1,2}:\d{2}/);
      await office.pass(0);
      expect(office.world.meetings()).toEqual([]);
    });
  });

  it("books once however often a press comes, and not again after the booking", async () => {
    await inOffice(options, async (office) => {
      const emma = office.at(vendor, "emma");
      const list = await emma.say("free room tomorrow 3pm 1h");
      const [button] = list.buttons;
      const press = () => office.sandbox[vendor].press("emma", list.id, button?.value as never);
      await Promise.all([press(), press(), press()]);
      await office.pass(60_000);
      expect(office.world.meetings()).toHaveLength(1);
      // A recording of the press, played back when a button works again.
      await press().catch(() => undefined);
      await office.pass(60_000);
      expect(office.world.meetings()).toHaveLength(1);
    });
  });
});

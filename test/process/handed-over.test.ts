import { describe, it, vi } from "vitest";
import { noRedis, useRedis } from "../helpers/redis.ts";
import { type Company, openCompany, VENDORS } from "./load/company.ts";

const bookings = ({ sandbox }: Company) => sandbox.world.meetings().filter(({ isCancelled }) => !isCancelled);

describe.skipIf(noRedis)(`what one instance began${noRedis ? ` (${noRedis})` : ""}`, () => {
  const { url } = useRedis();

  it("is gone on with by another: an offer is taken there, and a button pressed at both books once", {
    timeout: 90_000,
  }, async ({ expect, onTestFinished }) => {
    const company = await openCompany({
      instances: 1,
      storageUrl: url(),
      colleagues: 2,
      rooms: 8,
      whenFinished: onTestFinished,
    });
    const { sandbox } = company;
    const hears = (pattern: RegExp, key: string, vendors: readonly (typeof VENDORS)[number][] = VENDORS) =>
      vi.waitFor(
        () => {
          for (const vendor of vendors)
            expect(company.heard(vendor, key).at(-1)?.text ?? "nothing", vendor).toMatch(pattern);
        },
        { timeout: 30_000, interval: 100 },
      );
    for (const vendor of VENDORS)
      for (const key of ["colleague-1", "colleague-2"])
        company.say(vendor, key, "free room tomorrow 10am 1h");
    await hears(/Free: /, "colleague-1");
    await hears(/Free: /, "colleague-2");

    const others = [company.start(), company.start()];
    await Promise.all(others.map(company.listens));
    company.bots[0]?.signalAll("SIGKILL");
    await company.bots[0]?.exit;
    await vi.waitFor(() => {
      for (const vendor of VENDORS) expect(sandbox[vendor].connections()).toBe(2);
    }, 10_000);
    company.say("dingtalk", "colleague-1", "1");
    await hears(/^Booked: /, "colleague-1", ["dingtalk"]);
    company.say("feishu", "colleague-1", "2");
    await hears(/^Booked: /, "colleague-1", ["feishu"]);
    expect(bookings(company)).toHaveLength(2);

    const list = company.heard("feishu", "colleague-2").at(-1);
    const button = list?.buttons[2];
    if (!list || !button) throw new Error(`no button to press: ${list?.text}`);
    const press = () => sandbox.feishu.press("colleague-2", list.id, button.value);
    await Promise.all(Array.from({ length: 8 }, press));
    await hears(/^Booked: /, "colleague-2", ["feishu"]);
    // Whoever hears "pressed already" is the other instance, or the same: each heard some of them.
    await vi.waitFor(() => {
      for (const bot of others) expect(bot.stdout).toMatch(/"kind":"press"/);
    }, 5_000);
    expect(bookings(company)).toHaveLength(3);
  });
});

import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

const calm = (vendor: VendorName): OfficeOptions => ({ platforms: [vendor], meetings: "none" });
const meeting = (from: string, to: string) => ({
  madeOn: "client" as const,
  organiserKey: "other:1",
  title: "taken",
  start: Date.parse(`2026-03-11T${from}:00+08:00`),
  end: Date.parse(`2026-03-11T${to}:00+08:00`),
  rooms: [{ roomKey: "everest", answer: "accepted" as const }],
});

describe.concurrent("a room's day", () => {
  it("on dingtalk is a line of text, told what its signs mean once", () =>
    inOffice(calm("dingtalk"), async (office) => {
      office.world.add(meeting("14:00", "15:30"));
      const { text } = await office.at("dingtalk", "li-lei").say("is Everest free at 4pm");
      expect(text).toContain(
        "09 ▁▁│▁▁▁▁▁▁▁▁███▁[▁▁]▁▁ 18\n█\u00a0busy · ▁\u00a0free · [\u00a0]\u00a0the time in question · │\u00a0now",
      );
      expect(text).toMatch(/14–15:30 busy/);
    }));

  it("on feishu is a picture, uploaded once however often it is asked for", () =>
    inOffice(calm("feishu"), async (office) => {
      office.world.add(meeting("14:00", "15:30"));
      const me = office.at("feishu", "li-lei");
      const line = await me.say("is Everest free at 4pm");
      const [picture] = line.pictures ?? [];
      expect(picture?.alt).toBe("Everest");
      const png = office.sandbox.feishu.images.get(picture?.key ?? "");
      expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 1080 });
      expect(line.text).not.toContain("▁");
      await me.say("is Everest free at 4pm");
      expect(office.trace.calls({ api: "im.image.create" })).toHaveLength(1);
    }));

  it("on feishu is a line of text where pictures are not permitted", () =>
    inOffice(calm("feishu"), async (office) => {
      office.sandbox.feishu.switches.ungrantedApis.add("im.image.create");
      const me = office.at("feishu", "li-lei");
      expect((await me.say("珠峰下午四点有空吗")).text).toMatch(/█\s占用 · ▁\s空闲|没有叫/);
      const everest = (await me.say("Everest 下午四点有空吗")).text;
      expect(everest).toMatch(/09 ▁+│▁+\[▁▁\]▁+ 18/);
      expect(office.trace.calls({ api: "im.image.create" }).length).toBeLessThanOrEqual(1);
    }));
});

describe.concurrent.each(PLATFORMS)("a room's day on %s", (vendor) => {
  it("stands beside each near miss, its time marked, and what the signs mean is told once", () =>
    inOffice({ ...calm(vendor), office: officeWithRooms(plainRooms(2)) }, async (office) => {
      for (const room of plainRooms(2))
        office.world.add({
          ...meeting("15:00", "16:00"),
          rooms: [{ roomKey: room.key, answer: "accepted" }],
        });
      const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h");
      expect(text).toMatch(/These come close/);
      const strips = text.match(/09 [▁█░│[\]]+ 18/g) ?? [];
      expect(strips.length).toBeGreaterThan(1);
      for (const strip of strips) expect(strip).toMatch(/\[▁▁\]/);
      for (const strip of strips) expect(strip).toContain("██");
      expect(text.split("█\u00a0busy").length).toBe(2);
    }));

  it("costs no call beside an offer", () =>
    inOffice({ ...calm(vendor), office: officeWithRooms(plainRooms(3)) }, async (office) => {
      const api = vendor === "dingtalk" ? "calendar.rooms.schedules" : "calendar.freebusy.list";
      const { text } = await office.at(vendor, "li-lei").say("free room 3pm 1h");
      expect(/09 [▁█│[\]]+ 18/.test(text)).toBe(vendor === "feishu");
      expect(office.trace.calls({ api }).length).toBe(vendor === "dingtalk" ? 1 : 3);
    }));

  it("tells nobody in a group whose meeting it is", () =>
    inOffice(calm(vendor), async (office) => {
      office.world.add(meeting("14:00", "15:30"));
      const line = await office.at(vendor, "li-lei", "platform-team").say("is Everest free at 4pm");
      expect(JSON.stringify(line.raw)).not.toContain("taken");
    }));
});

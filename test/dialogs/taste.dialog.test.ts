import { describe, expect, it } from "vitest";
import { inOffice, type OfficeOptions, PLATFORMS, type VendorName } from "../helpers/office.ts";
import { officeWithRooms, plainRooms } from "../helpers/offices.ts";

const equals = (vendor: VendorName): OfficeOptions => ({
  platforms: [vendor],
  meetings: "none",
  clockSpeed: 5,
  office: officeWithRooms(plainRooms(6)),
});
const firstIn = (text: string) => /^ *1\. (.+)$/m.exec(text)?.[1]?.trim() ?? "";

describe.concurrent.each(PLATFORMS)("the order of offers on %s", (vendor) => {
  it("puts the room first that somebody books time and again, and says so; a cancelled one does not count", () =>
    inOffice(equals(vendor), async (office) => {
      const me = office.at(vendor, "li-lei");
      for (const day of ["tomorrow", "Friday"]) {
        const list = (await me.say(`free room ${day} 3pm 1h`)).text;
        expect(firstIn(list)).toBe("Room 001");
        await me.say("book Room 003");
      }
      const list = (await me.say("free room tomorrow 5pm 1h")).text;
      expect(list).toMatch(/1\. Room 003\n.*\n?.*you often book it/);
      expect((await me.say("后天下午五点 一小时")).text).toMatch(/1\. Room 003\n.*\n?.*你常订这间/);
      expect(firstIn((await office.at(vendor, "zhang-wei").say("free room tomorrow 5pm 1h")).text)).not.toBe(
        "Room 003",
      );
      await me.say("cancel Room 003 on Friday");
      await me.say("cancel Room 003 tomorrow");
      await office.pass(180_000);
      expect(firstIn((await me.say("free room tomorrow 5pm 1h")).text)).toBe("Room 001");
    }));

  it("sends people who ask for the same to different rooms, for two minutes", () =>
    inOffice(equals(vendor), async (office) => {
      const ask = async (who: string) =>
        firstIn((await office.at(vendor, who).say("free room tomorrow 3pm 1h")).text);
      const people = ["li-lei", "han-meimei", "zhang-wei"];
      const firsts: string[] = [];
      for (const who of people) firsts.push(await ask(who));
      expect(firsts).toEqual(["Room 001", "Room 002", "Room 003"]);
      expect(await ask("li-lei")).toBe("Room 001");
      await office.pass(180_000);
      expect(await ask("emma")).toBe("Room 001");
    }));

  it("says which of several times is the soonest", () =>
    inOffice(equals(vendor), async (office) => {
      const { text } = await office.at(vendor, "emma").say("free room tomorrow afternoon 1h");
      expect(text).toMatch(/13:00–14:00\n.*\n?.*the soonest/);
      expect(text.match(/the soonest/g)).toHaveLength(text.match(/13:00–14:00\n/g)?.length ?? 0);
    }));
});

import { describe, expect, it } from "vitest";
import { no, ok } from "./fake-feishu.ts";
import { openRig } from "./rig.ts";

const USER = "GET /contact/v3/users/ou_asker";
const PARENTS = "GET /contact/v3/departments/parent";
const BATCH = "POST /calendar/v4/freebusy/batch";
const MEMBERS = "GET /im/v1/chats/oc_1/members";
const GROUP = { id: "oc_1", kind: "group" } as const;
const ASKER = { id: "ou_asker", name: "" };
const at = (time: string) => Date.parse(`2026-03-12T${time}:00+08:00`);
const WINDOW = { start: at("09:00"), end: at("18:00") };
const DAY_MS = 24 * 60 * 60_000;

async function openOffice() {
  const rig = await openRig();
  rig.feishu.on(USER, () =>
    ok({ user: { open_id: "ou_asker", name: "韩梅梅", department_ids: ["od-web"] } }),
  );
  rig.feishu.on(PARENTS, () =>
    ok({ items: [{ open_department_id: "od-rd" }, { open_department_id: "od-all" }], has_more: false }),
  );
  return { ...rig, directory: rig.platform.directory };
}

describe("who people are in Feishu", () => {
  it("knows name and departments, those above included, and asks once a day", async () => {
    const { feishu, directory } = await openOffice();
    const memberships = ["user:ou_asker", "dept:od-web", "dept:od-rd", "dept:od-all", "dept:0"];
    expect(
      await Promise.all([directory.membershipsOf("ou_asker"), directory.membershipsOf("ou_asker")]),
    ).toEqual([memberships, memberships]);
    expect(await directory.nameOf("ou_asker")).toBe("韩梅梅");
    expect([feishu.count(USER), feishu.count(PARENTS)]).toEqual([1, 1]);
    expect(feishu.calls(USER)[0]?.query.get("department_id_type")).toBe("open_department_id");
  });

  it("does not know the name of somebody outside of the app's range", async () => {
    const { feishu, directory } = await openOffice();
    feishu.on(USER, () => no(400, 41050, "no user authority error"));
    expect(await directory.nameOf("ou_asker")).toBeUndefined();
    await expect(directory.membershipsOf("ou_asker")).rejects.toMatchObject({ kind: "unauthorised" });
  });

  it("gives no half list of memberships where the departments above cannot be read, but the name", async () => {
    const { feishu, directory } = await openOffice();
    feishu.on(PARENTS, () =>
      no(
        400,
        99991672,
        "Access denied. One of the following scopes is required: [contact:department.organize:readonly]",
      ),
    );
    await expect(directory.membershipsOf("ou_asker")).rejects.toMatchObject({
      hint: expect.stringContaining("contact:department.organize:readonly"),
    });
    expect(await directory.nameOf("ou_asker")).toBe("韩梅梅");
  });

  it("finds members of the group by name, the best match first", async () => {
    const { feishu, directory } = await openOffice();
    const names = ["Lily Li", "Li", "li wei", "Ali", "Zoe"];
    feishu.on(MEMBERS, ({ query }) => {
      const items = names.map((name) => ({ member_id: `ou_${name}`, member_id_type: "open_id", name }));
      return query.get("page_token")
        ? ok({ items: items.slice(2), has_more: false })
        : ok({ items: items.slice(0, 2), has_more: true, page_token: "2" });
    });
    expect((await directory.findByName("LI", GROUP))?.map(({ name }) => name)).toEqual([
      "Li",
      "Lily Li",
      "li wei",
      "Ali",
    ]);
    expect(await directory.findByName(" ", GROUP)).toEqual([]);
    expect(feishu.count(MEMBERS)).toBe(2);
  });

  it("minds neither letter case nor width, and finds a name inside of one in both languages", async () => {
    const { feishu, directory } = await openOffice();
    const items = ["张伟（Amy Zhang）", "张伟", "Amy"].map((name) => ({ member_id: `ou_${name}`, name }));
    feishu.on(MEMBERS, () => ok({ items, has_more: false }));
    const names = async (typed: string) =>
      (await directory.findByName(typed, GROUP))?.map(({ name }) => name);
    expect(await names("ａｍＹ")).toEqual(["Amy", "张伟（Amy Zhang）"]);
    expect(await names("张伟")).toEqual(["张伟", "张伟（Amy Zhang）"]);
    expect(await names("李雷")).toEqual([]);
  });

  it("finds ten at most, whatever bots are missing from the pages", async () => {
    const { feishu, directory } = await openOffice();
    const items = Array.from({ length: 14 }, (_, index) => ({ member_id: `ou_${index}`, name: "王伟" }));
    feishu.on(MEMBERS, ({ query }) =>
      query.get("page_token")
        ? ok({ items, has_more: false })
        : ok({ items: [], has_more: true, page_token: "2" }),
    );
    expect(await directory.findByName("王伟", GROUP)).toHaveLength(10);
    const [first] = feishu.calls(MEMBERS);
    expect(Object.fromEntries(first?.query ?? [])).toEqual({ member_id_type: "open_id", page_size: "100" });
  });

  it.each([
    ["may not read members", no(400, 99991672, "Access denied.")],
    ["is not in the chat", no(400, 232011, "Operator can NOT be out of the chat.")],
  ])(
    "does not know whom a name means where the app %s, and does not ask again at once",
    async (_, answer) => {
      const { feishu, directory } = await openOffice();
      feishu.on(MEMBERS, () => answer);
      expect(await directory.findByName("Li", GROUP)).toBeUndefined();
      expect(await directory.findByName("Zoe", GROUP)).toBeUndefined();
      expect(feishu.count(MEMBERS)).toBe(1);
    },
  );

  it("asks again for members that could not be had this time", async () => {
    const { feishu, directory } = await openOffice();
    feishu.on(MEMBERS, () => ({
      ...no(429, 99991400, "request trigger frequency limit"),
      headers: { "x-ogw-ratelimit-reset": "120" },
    }));
    await expect(directory.findByName("Li", GROUP)).rejects.toMatchObject({ kind: "throttled" });
    feishu.on(MEMBERS, () => ok({ items: [{ member_id: "ou_1", name: "Li" }] }));
    expect(await directory.findByName("Li", GROUP)).toEqual([{ id: "ou_1", name: "Li" }]);
  });

  it("does not know whom a name means in a direct chat, where nobody but the asker is", async () => {
    const { feishu, directory } = await openOffice();
    expect(await directory.findByName("Li", { id: "oc_1", kind: "direct" })).toBeUndefined();
    expect(feishu.count(MEMBERS)).toBe(0);
  });
});

describe("what people are doing in Feishu", () => {
  const list = (user_id: string, from: string, to: string, rsvp_status = "accept") => ({
    user_id,
    freebusy_items: [
      { start_time: `2026-03-12T${from}:00+08:00`, end_time: `2026-03-12T${to}:00+08:00`, rsvp_status },
    ],
  });

  it("asks about ten a call and calls unknown whom Feishu left out", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BATCH, ({ body }) => {
      const ids = body.user_ids as string[];
      return ok({
        freebusy_lists: ids
          .filter((id) => id !== "ou_11")
          .map((id) => list(id, "10:00", "11:00", id === "ou_0" ? "decline" : "accept")),
      });
    });
    const ids = Array.from({ length: 12 }, (_, index) => `ou_${index}`);
    const busy = await platform.schedules.busyOf([...ids, "ou_0"], WINDOW, ASKER);
    expect(busy.size).toBe(12);
    expect(busy.get("ou_0")).toEqual({ known: true, busy: [] });
    expect(busy.get("ou_1")).toEqual({ known: true, busy: [{ start: at("10:00"), end: at("11:00") }] });
    expect(busy.get("ou_11")).toMatchObject({ known: false });
    expect(
      feishu
        .calls(BATCH)
        .map(({ body }) => (body.user_ids as string[]).length)
        .sort(),
    ).toEqual([10, 2]);
  });

  it("asks for more than two weeks in parts", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BATCH, ({ body }) =>
      ok({ freebusy_lists: (body.user_ids as string[]).map((user_id) => ({ user_id, freebusy_items: [] })) }),
    );
    await platform.schedules.busyOf(
      ["ou_1"],
      { start: WINDOW.start, end: WINDOW.start + 20 * DAY_MS },
      ASKER,
    );
    expect(feishu.count(BATCH)).toBe(2);
  });

  it("does not let one who has left hide the others", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BATCH, ({ body }) => {
      const ids = body.user_ids as string[];
      return ids.includes("ou_left")
        ? no(404, 195100, "user is dismissed or not exist in the tenant")
        : ok({ freebusy_lists: ids.map((id) => list(id, "10:00", "11:00")) });
    });
    const busy = await platform.schedules.busyOf(["ou_1", "ou_left"], WINDOW, ASKER);
    expect(busy.get("ou_1")).toMatchObject({ known: true });
    expect(busy.get("ou_left")).toEqual({ known: false, why: expect.stringContaining("195100") });
    expect((await platform.schedules.busyOf(["ou_left"], WINDOW, ASKER)).get("ou_left")).toMatchObject({
      known: false,
    });
  });

  it("calls a time that cannot be read unknown, never free", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BATCH, () =>
      ok({
        freebusy_lists: [
          { user_id: "ou_1", freebusy_items: [{ start_time: "soon", end_time: "later" }] },
          { user_id: "ou_2" },
        ],
      }),
    );
    const busy = await platform.schedules.busyOf(["ou_1", "ou_2"], WINDOW, ASKER);
    expect(busy.get("ou_1")).toMatchObject({ known: false });
    expect(busy.get("ou_2")).toEqual({ known: true, busy: [] });
  });

  it("calls somebody unknown of whom only a part of a long window was told", async () => {
    const { feishu, platform } = await openOffice();
    feishu.on(BATCH, ({ body }) =>
      ok({
        freebusy_lists: String(body.time_min).startsWith("2026-03-12")
          ? [{ user_id: "ou_1", freebusy_items: [] }]
          : [],
      }),
    );
    const window = { start: WINDOW.start, end: WINDOW.start + 20 * DAY_MS };
    expect((await platform.schedules.busyOf(["ou_1"], window, ASKER)).get("ou_1")).toMatchObject({
      known: false,
    });
  });

  it("tells of those whose call was answered, and fails where none was", async () => {
    const { feishu, platform } = await openOffice();
    const denied = no(400, 99991672, "Access denied.");
    feishu.on(BATCH, ({ body }) => {
      const ids = body.user_ids as string[];
      return ids.length === 10 ? denied : ok({ freebusy_lists: ids.map((id) => list(id, "10:00", "11:00")) });
    });
    const ids = Array.from({ length: 11 }, (_, index) => `ou_${index}`);
    const busy = await platform.schedules.busyOf(ids, WINDOW, ASKER);
    expect([...busy].filter(([, { known }]) => known).map(([id]) => id)).toEqual(["ou_10"]);
    feishu.on(BATCH, () => denied);
    await expect(platform.schedules.busyOf(ids, WINDOW, ASKER)).rejects.toMatchObject({
      kind: "unauthorised",
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { feishuIds } from "../../../src/sandbox/seed/ids.ts";
import { openId, type Started, startTiny } from "./tiny.ts";

let feishu: Started;
beforeEach(async () => {
  feishu = await startTiny();
});
afterEach(() => feishu.close());

const EVERYTHING = [
  "contact:contact:access_as_app",
  "contact:contact:readonly",
  "contact:contact:readonly_as_app",
];
const take = (...scopes: string[]) => {
  for (const scope of scopes) feishu.vendor.switches.missingScopes.add(scope);
};
const dataOf = async <T>(path: string) => (await feishu.call("GET", path)).json.data as unknown as T;

describe("the scopes of an app", () => {
  it("are told without any: 1 granted, 2 not, in its own name and in colleagues'", async () => {
    take("vc:room:readonly");
    feishu.vendor.switches.withheldScopes.add("calendar:calendar.event:read");
    const { scopes } = await dataOf<{ scopes: object[] }>("/open-apis/application/v6/scopes");
    const row = (scope_name: string, scope_type: string, grant_status: number) => ({
      scope_name,
      scope_type,
      grant_status,
    });
    expect(scopes).toContainEqual(row("vc:room:readonly", "tenant", 2));
    expect(scopes).toContainEqual(row("vc:room:readonly", "user", 1));
    expect(scopes).toContainEqual(row("calendar:calendar.event:read", "tenant", 1));
    expect(scopes).toContainEqual(row("calendar:calendar.event:read", "user", 2));
    expect(scopes).toContainEqual(row("im:message.p2p_msg:readonly", "tenant", 1));
  });

  it("open an API as long as one of its own is left", async () => {
    const rooms = async () => (await feishu.call("GET", "/open-apis/vc/v1/rooms")).json.code;
    take("vc:room:readonly");
    expect(await rooms()).toBe(0);
    take("vc:room");
    expect(await rooms()).toBe(99991672);
  });

  it("decide which fields of a person are there", async () => {
    const fieldsOf = async () => {
      const path = `/open-apis/contact/v3/users/${openId("bo")}`;
      return Object.keys((await dataOf<{ user: object }>(path)).user);
    };
    expect(await fieldsOf()).toEqual(expect.arrayContaining(["open_id", "name", "department_ids"]));
    take("contact:user.base:readonly");
    expect(await fieldsOf()).toContain("name");
    take(...EVERYTHING);
    expect(await fieldsOf()).not.toContain("name");
    expect(await fieldsOf()).toContain("department_ids");
    take("contact:user.department:readonly");
    expect(await fieldsOf()).not.toContain("department_ids");
    expect(await fieldsOf()).toContain("open_id");
  });

  it("decide whether a department has a name; that it is there takes none", async () => {
    take(...EVERYTHING, "contact:department.base:readonly");
    const department = feishuIds.openDepartmentId("dev-web");
    const path = `/open-apis/contact/v3/departments/parent?department_id=${department}`;
    const { items } = await dataOf<{ items: object[] }>(path);
    expect(items).toHaveLength(1);
    expect(items[0]).toHaveProperty("open_department_id");
    expect(items[0]).not.toHaveProperty("name");
  });

  it("decide whether messages are pushed", async () => {
    const heard: string[] = [];
    await feishu.listen({
      "im.message.receive_v1": ({ message }: { message: { chat_type: string } }) => {
        heard.push(message.chat_type);
      },
    });
    const delivered = () => new Promise((resolve) => feishu.vendor.events.once("delivered", resolve));
    take("im:message.p2p_msg:readonly", "im:message.p2p_msg");
    feishu.vendor.say("ann", "direct:ann", "hello");
    const first = delivered();
    feishu.vendor.say("ann", "team", "hello", { mentionsBot: true });
    await first;
    expect(heard).toEqual(["group"]);
  });
});

import { describe, expect, it } from "vitest";
import { COVERAGE } from "../../../src/sandbox/dingtalk/coverage.ts";
import { dingTalkOffice } from "./setup.ts";

const covered = COVERAGE.filter((row) => row.coverage !== "absent");
const UNKNOWN = { errcode: 404, errmsg: "请求的URI地址不存在" };

describe("the coverage list of DingTalk", () => {
  it("names each API once, and each method and path once", () => {
    expect(new Set(COVERAGE.map((row) => row.api)).size).toBe(COVERAGE.length);
    expect(new Set(COVERAGE.map((row) => `${row.method} ${row.path}`)).size).toBe(COVERAGE.length);
  });

  it("has a row that is not absent for every route, and a route for every such row", async () => {
    const { dingtalk } = await dingTalkOffice();
    expect([...dingtalk.routes].sort()).toEqual(covered.map((row) => row.api).sort());
  });

  it("says of what is partial what is missing", () => {
    for (const row of covered.filter((one) => one.coverage === "partial"))
      expect(row.note, row.api).toBeTruthy();
  });

  it.each(COVERAGE.map((row) => [row.api, row] as const))("is true on the wire: %s", async (_, row) => {
    const { dingtalk } = await dingTalkOffice();
    const path = row.path.replace(/:(\w+)/g, "x");
    const response = await fetch(`${dingtalk.base}${path}`, { method: row.method });
    const text = await response.text();
    if (row.coverage === "absent") expect(JSON.parse(text)).toEqual(UNKNOWN);
    else expect(text).not.toBe(JSON.stringify(UNKNOWN));
  });
});

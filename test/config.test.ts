import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, VARIABLE_NAMES } from "../src/config.ts";
import { ConfigError } from "../src/core/errors.ts";

const messageOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error("the configuration was accepted");
};

describe("the configuration", () => {
  it("is listed in .env.example, in the same order", () => {
    const example = readFileSync(resolve(import.meta.dirname, "../.env.example"), "utf8");
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(listed).toEqual(VARIABLE_NAMES);
  });

  it("accepts .env.example as it is, with the values that it documents as defaults", () => {
    const example = readFileSync(resolve(import.meta.dirname, "../.env.example"), "utf8");
    const values = Object.fromEntries(
      [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(readConfig(values)).toEqual(readConfig({}));
  });

  it("names every bad variable in one message", () => {
    const message = messageOf({
      DINGTALK_CLIENT_ID: "ding123",
      DINGTALK_QPS: "many",
      FEISHU_APP_ID: "cli_short",
      TIME_ZONE: "Mars/Olympus",
      WORKING_HOURS: "18:00-09:00",
      WORKING_DAYS: "8",
      STORAGE_URL: "floppy:a",
      HTTP_PORT: "70000",
      LANGUAGE: "fr",
    });
    for (const name of [
      "DINGTALK_CLIENT_SECRET",
      "DINGTALK_QPS",
      "FEISHU_APP_ID",
      "TIME_ZONE",
      "WORKING_HOURS",
      "WORKING_DAYS",
      "STORAGE_URL",
      "HTTP_PORT",
      "LANGUAGE",
    ]) {
      expect(message).toContain(name);
    }
  });

  it("never repeats a secret", () => {
    expect(messageOf({ DINGTALK_CLIENT_SECRET: "very-secret", DINGTALK_QPS: "x" })).not.toContain(
      "very-secret",
    );
  });

  it.each([
    ["half of DingTalk's pair", { DINGTALK_CLIENT_SECRET: "s" }, "DINGTALK_CLIENT_ID is missing"],
    ["half of Feishu's pair", { FEISHU_APP_ID: "cli_0123456789abcdef" }, "FEISHU_APP_SECRET is missing"],
    ["no platform in production", { NODE_ENV: "production" }, "No platform is configured"],
    ["no platform and no sandbox", { SANDBOX: "off" }, "No platform is configured"],
    [
      "the sandbox beside credentials",
      { SANDBOX: "on", DINGTALK_CLIENT_ID: "a", DINGTALK_CLIENT_SECRET: "b" },
      "cannot be combined",
    ],
  ])("refuses %s", (_what, env, expected) => {
    expect(messageOf(env as Record<string, string>)).toContain(expected);
  });

  it("starts the sandbox only where no credentials are set and it is not production", () => {
    expect(readConfig({}).sandbox).toBe(true);
    expect(readConfig({ NODE_ENV: "production", SANDBOX: "on" }).sandbox).toBe(true);
    const real = readConfig({ DINGTALK_CLIENT_ID: "a", DINGTALK_CLIENT_SECRET: "b" });
    expect(real.sandbox).toBe(false);
    expect(real.feishu).toBeUndefined();
    expect(real.dingtalk).toMatchObject({ robotCode: "a", apiBase: "https://api.dingtalk.com" });
  });

  it("reads hours, days, lists and bases as people write them", () => {
    const config = readConfig({
      WORKING_HOURS: "08:30-24:00",
      WORKING_DAYS: "7-2,4",
      ALLOW_CHATS: " a, b ,",
      QUESTION_ROOMS: "0",
      DINGTALK_API_BASE: "http://127.0.0.1:9/base/",
      DINGTALK_CLIENT_ID: "a",
      DINGTALK_CLIENT_SECRET: "b",
    });
    expect(config.office.workingMinutes).toEqual({ from: 510, to: 1440 });
    expect(config.office.workingDays).toEqual([1, 2, 7, 4]);
    expect(config.office.allowChats).toEqual(["a", "b"]);
    expect(config.office.questionRooms).toBe(Number.POSITIVE_INFINITY);
    expect(config.dingtalk?.apiBase).toBe("http://127.0.0.1:9/base");
  });
});

import { describe, expect, it } from "vitest";
import { understand } from "../../src/command/understand.ts";
import { ROW_CONTEXT, readRows, render } from "./render.ts";

const TABLES = ["en-times", "zh-times", "en-commands", "zh-commands", "series", "changes"];

describe.each(TABLES)("a request of the table %s", (table) => {
  it.each(readRows(table))("$text", ({ text, expected }) => {
    expect(render(understand(text, ROW_CONTEXT).command)).toBe(expected);
  });
});

describe("chat that is no request", () => {
  it.each(readRows("chat"))("is left alone: $text", ({ text }) => {
    expect(understand(text, ROW_CONTEXT).command.intent).toBe("unknown");
  });
});

import { expect, it, vi } from "vitest";
import { readCommand } from "../../src/bot/intake/read-command.ts";
import * as reader from "../../src/command/understand.ts";
import { silentLogger } from "../../src/core/logger.ts";

const context = { now: Date.parse("2026-03-11T10:07:00+08:00"), zone: "Asia/Shanghai", roomNames: [] };

it("reads a message as the command reader does", () => {
  const { command, namedZone } = readCommand("free room 3pm 1h", context, silentLogger);
  expect(command).toEqual(reader.understand("free room 3pm 1h", context).command);
  expect(namedZone).toBeUndefined();
});

it("keeps the zone that was named, as it was written", () => {
  expect(readCommand("free room 3pm PST tomorrow", context, silentLogger).namedZone).toBe("PST");
});

it("takes a text that breaks the reader for one that is not understood", () => {
  vi.spyOn(context, "roomNames", "get").mockImplementation(() => {
    throw new RangeError("Invalid time value");
  });
  expect(readCommand("free room 3pm 1h", context, silentLogger)).toMatchObject({
    command: { intent: "unknown" },
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import { silentLogger } from "../../src/core/logger.ts";
import { readCallback } from "../../src/platforms/dingtalk/card-callback.ts";
import { normalize } from "../../src/platforms/dingtalk/normalize.ts";
import { roomAnswerOf, roomsChangeOf } from "../../src/platforms/dingtalk/room-event.ts";
import { StreamConnection } from "../../src/platforms/dingtalk/stream-connection.ts";
import { normalizePress } from "../../src/platforms/feishu/card-action.ts";
import { normalizeMessage } from "../../src/platforms/feishu/normalize.ts";
import { ROOM_CHANGES } from "../../src/platforms/feishu/room-change.ts";
import { mutated, RUNS } from "./arbitraries.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const fixtures = (vendor: string): unknown[] =>
  readdirSync(join(FIXTURES, vendor)).map((name) =>
    JSON.parse(readFileSync(join(FIXTURES, vendor, name), "utf8")),
  );

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

/** Only an error that says which field was wrong may be thrown: the listener logs it and goes on. */
const orZodError = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
  }
};

describe("what DingTalk may push", () => {
  const samples = fc.constantFrom(...fixtures("dingtalk")).chain(mutated);

  it("is a message of ours or is not, whatever its payload", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(samples, (payload) => {
        const heard = normalize(payload, { frameId: "f", receivedAtMs: 1 });
        if (heard.kind !== "message") return true;
        const { id, text, sender, sentAtMs, chat } = heard.message;
        const areTexts = [id, text, sender.id, chat.id].every((one) => typeof one === "string");
        return areTexts && Number.isFinite(sentAtMs);
      }),
      RUNS,
    );
  });

  it("is an event or a press of ours or is not, whatever its payload", { timeout: 60_000 }, () => {
    const press = {
      outTrackId: "t",
      userId: "u",
      content: '{"cardPrivateData":{"actionIds":["1"],"params":{"action":"x"}}}',
    };
    const event = { eventSubType: "bookSuccess", roomId: "r", extension: { calendarEventId: "primary;e" } };
    fc.assert(
      fc.property(fc.constantFrom<unknown>(press, event).chain(mutated), (payload) => {
        readCallback(payload);
        roomAnswerOf("id", payload);
        roomsChangeOf(payload);
      }),
      RUNS,
    );
  });

  it("ends no connection and no process, whatever the frame", { timeout: 60_000 }, async () => {
    let heard = 0;
    const connection = new StreamConnection({
      gateway: { clientId: "x", clientSecret: "y", apiBase: "http://127.0.0.1:9", timeoutMs: 1 },
      handshakeTimeoutMs: 1,
      pingEveryMs: 1_000,
      logger: silentLogger,
      onCallback: async ({ payload }) => {
        heard += 1;
        normalize(payload, { frameId: "f", receivedAtMs: 1 });
        return null;
      },
      onEvent: async ({ id, payload }) => {
        roomAnswerOf(id, payload);
      },
    });
    const frame = {
      specVersion: "1.0",
      type: "CALLBACK",
      headers: {
        topic: "/v1.0/im/bot/messages/get",
        messageId: "m",
        eventType: "meetingroom_book",
        eventId: "e",
      },
      data: "{}",
    };
    const types = fc.constantFrom("CALLBACK", "EVENT", "SYSTEM", "error", "__proto__");
    const topics = fc.constantFrom("ping", "disconnect", "error", "constructor", frame.headers.topic);
    const frames = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      mutated(frame).map((value) => JSON.stringify(value) ?? ""),
      fc.tuple(types, topics, samples).map(([type, topic, payload]) =>
        JSON.stringify({
          ...frame,
          type,
          headers: { ...frame.headers, topic },
          data: JSON.stringify(payload),
        }),
      ),
    );
    fc.assert(
      fc.property(frames, (text) => connection.onDownStream(text)),
      RUNS,
    );
    const before = heard;
    connection.onDownStream(JSON.stringify(frame));
    expect(heard).toBe(before + 1);
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe("what Feishu may push", () => {
  const samples = fc.constantFrom(...fixtures("feishu"));
  const flat = samples.map((sample) => {
    const { header = {}, event = {} } = sample as { header?: object; event?: object };
    return { ...header, ...event };
  });

  it("is read, or refused with the fields that are wrong", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(flat.chain(mutated), fc.option(fc.string(), { nil: undefined }), (data, botOpenId) => {
        orZodError(() => normalizeMessage(data, botOpenId));
        orZodError(() => normalizePress(data));
        for (const changeOf of Object.values(ROOM_CHANGES)) changeOf(data);
      }),
      RUNS,
    );
  });
});

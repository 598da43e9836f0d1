import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Hearing } from "../../src/ports/listener.ts";
import { openRig as openDingTalk } from "../platforms/dingtalk/rig.ts";
import { encodeFrame } from "../platforms/feishu/frame.ts";
import { fixture, openRig as openFeishu, recordingHearing } from "../platforms/feishu/rig.ts";
import { mutated, RUNS } from "./arbitraries.ts";

/** Among so many hostile frames there is one honest message. */
const HONEST_EVERY = 50;
const HONEST = RUNS.numRuns / HONEST_EVERY;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(() => {
  process.off("unhandledRejection", note);
  // The first of them: each holds what it could not read.
  expect(unhandled.slice(0, 3).map((one) => String(one).slice(0, 300))).toEqual([]);
});

/** Sends what `frames` makes, and calls `honest` in between; waits for the socket, not for the answers. */
async function flood<T>(
  frames: fc.Arbitrary<T>,
  send: (frame: T) => void,
  honest: (at: number) => Promise<void>,
) {
  const sample = fc.sample(frames, RUNS);
  for (const [at, frame] of sample.entries()) {
    send(frame);
    if ((at + 1) % HONEST_EVERY === 0) await honest(at / HONEST_EVERY);
  }
}

it("Feishu's long connection hears every honest message among ten thousand hostile frames", {
  timeout: 60_000,
}, async () => {
  const { feishu, platform } = await openFeishu();
  const hearing = recordingHearing();
  await platform.listener.start(hearing);
  const { gateway } = feishu;
  const message = fixture<{ header: object; event: { message: object } }>("message-text-group");

  const texts = fc.oneof(
    fc.constantFrom(
      "event",
      "card",
      "pong",
      "ping",
      "error",
      "__proto__",
      "constructor",
      "",
      "0",
      "-1",
      "NaN",
    ),
    fc.constantFrom("1", "2", "1e9", "4294967296", "999999999999999999999"),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const payloads = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom<unknown>(message, fixture("card-action"), fixture("reserve-scope"))
      .chain(mutated)
      .map((value) => Buffer.from(JSON.stringify(value) ?? "")),
    fc.constantFrom("[".repeat(50_000), "null", "{}", '"', "{".repeat(9)).map((text) => Buffer.from(text)),
  );
  const framed = fc
    .record({
      service: fc.nat(),
      method: fc.constantFrom(0, 1, 1, 1, 2, 4_294_967_295),
      headers: fc.record(
        { type: texts, message_id: texts, sum: texts, seq: texts, trace_id: texts },
        { requiredKeys: [] },
      ),
      payload: fc.option(payloads, { nil: undefined }),
    })
    .map(({ payload, ...frame }) =>
      encodeFrame({ ...frame, headers: strings(frame.headers), ...(payload && { payload }) }),
    );
  const frames = fc.oneof(
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    framed,
    fc.tuple(framed, fc.nat()).map(([frame, at]) => frame.subarray(0, at % (frame.length + 1))),
  );

  const ids: string[] = [];
  await flood(
    frames,
    (frame) => gateway.sendRaw(frame),
    async (at) => {
      const id = `om_honest_${at}`;
      ids.push(id);
      const event = { ...message.event, message: { ...message.event.message, message_id: id } };
      gateway.send({ ...message, header: { ...message.header, event_id: id }, event }, { messageId: id });
      const isHeard = () => expect(hearing.messages.some((one) => one.id === id)).toBe(true);
      await vi.waitFor(isHeard, { timeout: 10_000, interval: 1 });
    },
  );
  expect(ids).toHaveLength(HONEST);
  await vi.waitFor(() => {
    const acks = new Map(gateway.acks().map(({ messageId, code }) => [messageId, code]));
    expect(ids.filter((id) => acks.get(id) !== 200)).toEqual([]);
  }, 10_000);
  expect(gateway.connections).toHaveLength(1);
});

it("DingTalk's stream hears every honest message among ten thousand hostile frames", {
  timeout: 60_000,
}, async () => {
  const rig = await openDingTalk();
  const heard = new Set<string>();
  const hearing: Hearing = {
    message: async ({ id }) => void heard.add(id),
    press: async () => undefined,
    roomAnswered: async () => {},
  };
  try {
    await rig.platform.listener.start(hearing);
    const names = fc.constantFrom(
      "CALLBACK",
      "EVENT",
      "SYSTEM",
      "error",
      "__proto__",
      "constructor",
      "ping",
      "",
    );
    const data = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom("[".repeat(50_000), "null", `"${"\\".repeat(1001)}`, "1".repeat(400)),
    );
    const topics = fc.oneof(
      names,
      fc.constantFrom("/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback", "*", "keepalive"),
    );
    const framed = fc
      .record({
        specVersion: fc.string(),
        type: names,
        headers: fc.record({
          topic: topics,
          messageId: fc.string(),
          eventType: topics,
          eventId: fc.string(),
        }),
        data,
      })
      .chain((frame) => fc.oneof(fc.constant<unknown>(frame), mutated(frame)))
      .map((frame) => JSON.stringify(frame) ?? "");
    const frames = fc.oneof(framed, data, fc.string({ unit: "binary" }));
    const ids: string[] = [];
    await flood(
      frames,
      (frame) => rig.server.send(frame),
      async (at) => {
        const id = `honest-${at}`;
        ids.push(id);
        rig.server.push(
          "/v1.0/im/bot/messages/get",
          {
            msgId: id,
            msgtype: "text",
            conversationId: "cid",
            conversationType: "1",
            senderStaffId: "emma",
            senderId: "$:emma",
            sessionWebhook: "https://oapi.dingtalk.com/robot/sendBySession?session=x",
            text: { content: "help" },
          },
          id,
        );
        await vi.waitFor(() => expect(heard.has(id)).toBe(true), { timeout: 10_000, interval: 1 });
      },
    );
    expect(ids).toHaveLength(HONEST);
    await vi.waitFor(() => {
      const acks = new Map(rig.server.acks.map(({ messageId, code }) => [messageId, code]));
      expect(ids.filter((id) => acks.get(id) !== 200)).toEqual([]);
    }, 10_000);
    expect(rig.server.opened).toBe(1);
  } finally {
    await rig.close();
  }
});

const strings = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTROL, DATA, decodeFrame, encodeFrame } from "../../../src/sandbox/feishu/frame.ts";

const frame = fc.record({
  seqId: fc.bigInt(0n, 2n ** 64n - 1n),
  logId: fc.bigInt(0n, 2n ** 64n - 1n),
  service: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  method: fc.constantFrom(CONTROL, DATA),
  headers: fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    fc.string({ unit: "grapheme" }),
    { noNullPrototype: true },
  ),
  payload: fc.uint8Array(),
});

describe("a frame of the long connection", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(frame, (one) => {
        const read = decodeFrame(encodeFrame(one));
        expect({ ...read, payload: [...(read.payload ?? [])] }).toEqual({
          ...one,
          payload: [...one.payload],
        });
      }),
    );
  });

  it("has its required fields on the wire even where they are zero", () => {
    const ping = encodeFrame({ seqId: 0n, logId: 0n, service: 0, method: CONTROL, headers: {} });
    expect([...ping]).toEqual([0x08, 0, 0x10, 0, 0x18, 0, 0x20, 0]);
  });

  it("is the bytes that protobuf's own description of the format gives", () => {
    const bytes = encodeFrame({
      seqId: 300n,
      logId: 1n,
      service: 7,
      method: DATA,
      headers: { type: "event" },
      payload: Buffer.from("{}"),
    });
    expect(bytes.toString("hex")).toBe(
      "08ac02100118072001" + "2a0d0a0474797065" + "12056576656e74" + "42027b7d",
    );
  });

  it.each([
    ["a required field is missing", [0x08, 0, 0x10, 0, 0x18, 0], "method"],
    ["it ends in a field", [0x08, 0, 0x10, 0, 0x18, 0, 0x20, 0, 0x42, 5, 1], "middle of a field"],
    ["it ends in a number", [0x08, 0x80], "middle of a number"],
    ["a header has no value", [0x08, 0, 0x10, 0, 0x18, 0, 0x20, 0, 0x2a, 2, 0x0a, 0], "header"],
  ])("is refused where %s", (_, bytes, message) => {
    expect(() => decodeFrame(Uint8Array.from(bytes))).toThrow(message);
  });
});

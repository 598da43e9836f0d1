/**
 * The binary frames of Feishu's long connection, as the official SDK's `pbbp2.proto` (proto2) defines them:
 *
 *   Header { required string key = 1; required string value = 2 }
 *   Frame  { required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3; required int32 method = 4;
 *            repeated Header headers = 5; optional string payload_encoding = 6; optional string payload_type = 7;
 *            optional bytes payload = 8; optional string LogIDNew = 9 }
 */
export interface Frame {
  readonly seqId: bigint;
  readonly logId: bigint;
  readonly service: number;
  readonly method: FrameMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Uint8Array;
}

export const CONTROL = 0;
export const DATA = 1;
type FrameMethod = typeof CONTROL | typeof DATA;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Required fields are written even where they are 0: a decoder refuses a frame that lacks one. */
export function encodeFrame(frame: Frame): Buffer {
  return Buffer.concat([
    varintField(1, frame.seqId),
    varintField(2, frame.logId),
    varintField(3, int32(frame.service)),
    varintField(4, int32(frame.method)),
    ...Object.entries(frame.headers).map(([key, value]) =>
      bytesField(5, Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(value))])),
    ),
    ...(frame.payload === undefined ? [] : [bytesField(8, frame.payload)]),
  ]);
}

/** Throws where the bytes are no frame or a required field is missing. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const numbers = new Map<number, bigint>();
  const headers: Record<string, string> = {};
  let payload: Uint8Array | undefined;
  for (const { number, value } of fields(bytes)) {
    if (typeof value === "bigint") numbers.set(number, value);
    else if (number === 5) Object.assign(headers, decodeHeader(value));
    else if (number === 8) payload = value;
  }
  const required = (number: number, name: string): bigint => {
    const value = numbers.get(number);
    if (value === undefined) throw new Error(`the frame lacks its required field ${name}`);
    return value;
  };
  const method = Number(BigInt.asIntN(32, required(4, "method")));
  if (method !== CONTROL && method !== DATA) throw new Error(`a frame has no method ${method}`);
  return {
    seqId: required(1, "SeqID"),
    logId: required(2, "LogID"),
    service: Number(BigInt.asIntN(32, required(3, "service"))),
    method,
    headers,
    ...(payload === undefined ? {} : { payload }),
  };
}

function decodeHeader(bytes: Uint8Array): Record<string, string> {
  const text = new Map<number, string>();
  for (const { number, value } of fields(bytes)) {
    if (typeof value !== "bigint") text.set(number, Buffer.from(value).toString("utf8"));
  }
  const [key, value] = [text.get(1), text.get(2)];
  if (key === undefined || value === undefined)
    throw new Error("a header of the frame lacks its key or value");
  return { [key]: value };
}

function* fields(bytes: Uint8Array): Generator<{ number: number; value: bigint | Uint8Array }> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error("the frame ends in the middle of a number");
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error("a number of the frame is longer than 64 bits");
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error("the frame ends in the middle of a field");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === VARINT) yield { number, value: varint() };
    else if (wireType === BYTES) yield { number, value: take(Number(varint())) };
    else if (wireType === FIXED64) take(8);
    else if (wireType === FIXED32) take(4);
    else throw new Error(`the frame has a field of the unknown wire type ${wireType}`);
  }
}

/** A negative int32 goes over the wire as the 64-bit number it is. */
const int32 = (value: number): bigint => BigInt.asUintN(64, BigInt(value));

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const varintField = (number: number, value: bigint): Buffer =>
  Buffer.concat([varint(BigInt((number << 3) | VARINT)), varint(value)]);

const bytesField = (number: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(BigInt((number << 3) | BYTES)), varint(BigInt(value.length)), value]);

/** The long connection's protobuf frame (`pbbp2.Frame`), written by hand so that the SDK's codec is not its own witness. */
export interface Frame {
  readonly service: number;
  /** 0 control, 1 data. */
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
}

export function encodeFrame({ service, method, headers, payload }: Frame): Buffer {
  return Buffer.concat([
    number(1, 0),
    number(2, 0),
    number(3, service),
    number(4, method),
    ...Object.entries(headers).map(([key, value]) =>
      bytes(5, Buffer.concat([bytes(1, key), bytes(2, value)])),
    ),
    ...(payload ? [bytes(8, payload)] : []),
  ]);
}

export function decodeFrame(buffer: Buffer): Frame {
  const frame = {
    service: 0,
    method: 0,
    headers: {} as Record<string, string>,
    payload: undefined as Buffer | undefined,
  };
  for (const [field, value] of fields(buffer)) {
    if (field === 3) frame.service = Number(value);
    if (field === 4) frame.method = Number(value);
    if (field === 8 && Buffer.isBuffer(value)) frame.payload = value;
    if (field === 5 && Buffer.isBuffer(value)) {
      const pair = new Map(fields(value));
      frame.headers[String(pair.get(1))] = String(pair.get(2));
    }
  }
  const { payload, ...rest } = frame;
  return { ...rest, ...(payload && { payload }) };
}

function* fields(buffer: Buffer): Generator<[number, number | Buffer]> {
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at++];
      if (byte === undefined) throw new Error("the frame ends within a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  while (at < buffer.length) {
    const tag = varint();
    if ((tag & 7) === 0) yield [tag >> 3, varint()];
    else {
      const length = varint();
      yield [tag >> 3, buffer.subarray(at, at + length)];
      at += length;
    }
  }
}

function varintOf(value: number): Buffer {
  const out: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...out, rest]);
}

const number = (field: number, value: number): Buffer =>
  Buffer.concat([varintOf(field << 3), varintOf(value)]);

function bytes(field: number, value: string | Buffer): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([varintOf((field << 3) | 2), varintOf(content.length), content]);
}

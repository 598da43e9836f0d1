/**
 * The fields of a `multipart/form-data` body. A part with a content type is a file, whether or not it has a file's name:
 * the vendor's own SDK names none for a buffer, and is understood.
 */
export function readMultipart(type: string, bytes: Uint8Array): Record<string, string | Blob> {
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return {};
  const body = Buffer.from(bytes);
  const fields: Record<string, string | Blob> = {};
  const mark = Buffer.from(`--${boundary}`);
  for (let from = body.indexOf(mark); from >= 0; ) {
    const to = body.indexOf(mark, from + mark.length);
    if (to < 0) break;
    const part = body.subarray(from + mark.length + 2, to - 2);
    const headEnd = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, headEnd).toString("utf8");
    const name = /content-disposition:[^\r\n]*\bname="([^"]*)"/i.exec(head)?.[1];
    const content = part.subarray(headEnd + 4);
    if (headEnd >= 0 && name !== undefined)
      fields[name] = /^content-type:/im.test(head)
        ? new Blob([new Uint8Array(content)])
        : content.toString("utf8");
    from = to;
  }
  return fields;
}

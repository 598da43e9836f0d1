import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Passes everything on to `target`, and keeps what came back. */
export async function startRecordingProxy(target: string) {
  const answers: string[] = [];
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const onward = request(new URL(url ?? "/", target), { method, headers }, (told) => {
      const chunks: Buffer[] = [];
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        answer.write(chunk);
      });
      told.on("end", () => {
        answers.push(Buffer.concat(chunks).toString("utf8"));
        answer.end();
      });
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    /** Every value of these fields in what came back, at any depth of flat JSON. */
    valuesOf: (fields: readonly string[]): string[] =>
      answers.flatMap((text) =>
        fields.flatMap((field) => new RegExp(`"${field}":"([^"]+)"`).exec(text)?.[1] ?? []),
      ),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

const FOLDER = new URL("./web/", import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The page's files by name: only what lies in the folder can be asked for, whatever a path looks like. */
const FILES: ReadonlyMap<string, { readonly url: URL; readonly type: string }> = new Map(
  readdirSync(FOLDER).flatMap((name) => {
    const type = TYPES[extname(name)];
    return type ? [[name, { url: new URL(name, FOLDER), type }] as const] : [];
  }),
);

export interface WebFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The file of this name in the page's folder, with its content type. */
export async function webFile(name: string): Promise<WebFile | undefined> {
  const file = FILES.get(name);
  return file && { type: file.type, body: new Uint8Array(await readFile(file.url)) };
}

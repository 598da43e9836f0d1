import { createPlayground } from "../../src/playground/playground.ts";
import { openStage } from "./stage.ts";

export const ORIGIN = "http://127.0.0.1:3000";
export const TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const COOKIE = { cookie: `freeroom-3000=${TOKEN}` };

/** The page's server on a noted stage, and a browser that holds its cookie unless told otherwise. */
export function openPage(options: { origin?: string; pulseMs?: number } = {}) {
  const stage = openStage();
  const app = createPlayground({
    sandbox: stage,
    token: TOKEN,
    origin: () => options.origin ?? ORIGIN,
    pulseMs: options.pulseMs ?? 60_000,
  });

  /** `undefined` takes away a header that the browser would send. */
  const send = async (
    method: string,
    path: string,
    headers: Record<string, string | undefined> = {},
    body?: string,
  ): Promise<Response> => {
    const usual = { host: "127.0.0.1:3000", ...COOKIE, ...(method === "POST" ? { origin: ORIGIN } : {}) };
    const sent = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined);
    return app.request(path, {
      method,
      headers: sent as [string, string][],
      ...(body === undefined ? {} : { body }),
    });
  };

  return {
    ...stage,
    get: (path: string, headers?: Record<string, string | undefined>) => send("GET", path, headers),
    post: (path: string, body: unknown, headers?: Record<string, string | undefined>) =>
      send("POST", path, headers, typeof body === "string" ? body : JSON.stringify(body)),
    follow: async (path = "/api/events", headers?: Record<string, string | undefined>) =>
      new Following(await send("GET", path, headers)),
  };
}

interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A live connection to the page's events. */
class Following {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #rest = "";

  constructor(readonly response: Response) {
    if (!response.body) throw new Error("the answer has no body");
    this.#reader = response.body.getReader();
  }

  /** The next event of the kind; `undefined` where the stream ends first. */
  async next(kind?: string): Promise<StreamEvent | undefined> {
    for (;;) {
      const end = this.#rest.indexOf("\n\n");
      if (end >= 0) {
        const event = readEvent(this.#rest.slice(0, end));
        this.#rest = this.#rest.slice(end + 2);
        if (kind === undefined || event.event === kind) return event;
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#rest += this.#decoder.decode(value, { stream: true });
    }
  }

  /** The connection is lost. */
  cut(): Promise<void> {
    return this.#reader.cancel();
  }
}

function readEvent(text: string): StreamEvent {
  const field = (name: string) =>
    text
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  return { event: field("event") ?? "message", id: field("id"), data: JSON.parse(field("data") ?? "null") };
}

import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { describeError } from "../core/errors.ts";
import { Costs } from "./costs.ts";
import { Feed } from "./feed.ts";
import {
  admit,
  holdsToken,
  type Key,
  NO_TOKEN,
  pageHeaders,
  sameOriginOnly,
  tokenHoldersOnly,
} from "./guard.ts";
import { press, pressRequest, say, sayRequest } from "./hands.ts";
import { clockRequest, faultRequest, pull } from "./levers.ts";
import type { Stage } from "./stage.ts";
import { Switches } from "./switches.ts";
import { type Gauges, viewOffice, viewPulse } from "./view.ts";
import { webFile } from "./web-files.ts";

const MOST_BODY_BYTES = 20_000;
const PULSE_MS = 2_000;
/** How long a browser that lost the events waits before it asks again. */
const RETRY_MS = 1_000;

export interface PlaygroundOptions {
  readonly sandbox: Stage;
  /** What the printed URL carries as `?token=`. */
  readonly token: string;
  /** Where the page is served, e.g. `http://127.0.0.1:3000`; asked at each request. */
  readonly origin: () => string;
  /** How often a quiet connection hears the office's time. */
  readonly pulseMs?: number;
}

/**
 * The sandbox's chat page: `GET /` is the page, `/web/*` its files, `/api/office` everything at one moment,
 * `/api/events` what happens from there on, `/api/images/*` the pictures that the bot uploaded, `/api/say` and `/api/press` what its user does in
 * a colleague's name, `/api/clock` and `/api/faults` what to the office.
 */
export function createPlayground({ sandbox, token, origin, pulseMs = PULSE_MS }: PlaygroundOptions): Hono {
  const key: Key = { token, origin };
  const feed = new Feed(sandbox);
  const gauges: Gauges = { switches: new Switches(sandbox), costs: new Costs(sandbox, () => feed.beat()) };
  const app = new Hono();

  for (const path of ["/", "/web/*", "/api/*"]) {
    app.use(path, pageHeaders, sameOriginOnly(key), async (context, next) => {
      context.header("cache-control", "no-store");
      await next();
    });
  }
  app.use("/web/*", tokenHoldersOnly(key));
  app.use("/api/*", tokenHoldersOnly(key), limitBody);

  app.get("/", async (context) => {
    if (context.req.query("token") !== undefined) {
      return admit(context, key) ? context.redirect("/", 303) : context.text(NO_TOKEN, 403);
    }
    if (holdsToken(context, key)) return sendFile(context, "index.html");
    return context.req.header("sec-fetch-site") === "cross-site"
      ? context.html(COME_AGAIN, 403)
      : context.text(NO_TOKEN, 403);
  });
  app.get("/web/:name", (context) => sendFile(context, context.req.param("name")));

  app.get("/api/office", (context) => context.json(viewOffice(sandbox, gauges, feed.lastId)));

  app.get("/api/images/feishu/:key", (context) => {
    const picture = sandbox.feishu.images?.get(context.req.param("key"));
    return picture
      ? context.body(new Uint8Array(picture), 200, { "content-type": "image/png" })
      : context.text("There is no such picture.\n", 404);
  });

  app.get("/api/events", (context) => {
    const from = context.req.header("last-event-id") ?? context.req.query("after") ?? feed.lastId;
    return streamSSE(context, async (stream) => {
      let seen = from;
      while (!stream.aborted) {
        const { beats } = feed;
        const news = feed.after(seen);
        if (!news) {
          await stream.writeSSE({ event: "reset", data: "{}" });
          return;
        }
        for (const { id, kind, data } of news) {
          await stream.writeSSE({ id, event: kind, data: JSON.stringify(data) });
          seen = id;
        }
        await stream.writeSSE({
          event: "pulse",
          retry: RETRY_MS,
          data: JSON.stringify(viewPulse(sandbox, gauges)),
        });
        if (feed.beats === beats) await feed.next(pulseMs);
      }
    });
  });

  app.post("/api/say", async (context) => {
    const id = say(sandbox, await readBody(context, sayRequest));
    return context.json({ id });
  });

  app.post("/api/press", async (context) => {
    const request = await readBody(context, pressRequest);
    gauges.costs.begin(request.vendor);
    const shown = await press(sandbox, request);
    return context.json(shown === undefined ? {} : { shown });
  });

  app.post("/api/clock", async (context) => {
    sandbox.clock.advance((await readBody(context, clockRequest)).byMs);
    // The week that the page shows is another one.
    feed.restart();
    return context.json(viewPulse(sandbox, gauges));
  });

  app.post("/api/faults", async (context) => {
    pull(sandbox, gauges.switches, await readBody(context, faultRequest));
    feed.beat();
    return context.json(viewPulse(sandbox, gauges));
  });

  app.onError((error, context) =>
    error instanceof HTTPException
      ? context.json({ error: error.message }, error.status)
      : context.json({ error: `The sandbox could not do that: ${describeError(error)}` }, 500),
  );
  return app;
}

/**
 * Led here by a link of another site (a chat or a terminal in the browser), the browser keeps a `Strict` cookie back,
 * also the one that the redirect has just set. A step that this page takes by itself brings it along.
 */
const COME_AGAIN = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><p>${NO_TOKEN}</p>`;

const limitBody = bodyLimit({
  maxSize: MOST_BODY_BYTES,
  onError: (context) => context.json({ error: `A request may have ${MOST_BODY_BYTES} bytes at most.` }, 413),
});

async function sendFile(context: Context, name: string): Promise<Response> {
  const file = await webFile(name);
  return file
    ? context.body(file.body, 200, { "content-type": file.type })
    : context.text("There is no such file.\n", 404);
}

async function readBody<T extends z.ZodType>(context: Context, schema: T): Promise<z.output<T>> {
  const body: unknown = await context.req.json().catch(() => {
    throw new HTTPException(400, { message: "The request is not JSON." });
  });
  const read = schema.safeParse(body);
  if (!read.success) throw new HTTPException(400, { message: z.prettifyError(read.error) });
  return read.data;
}

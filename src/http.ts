import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ConfigError } from "./core/errors.ts";

export interface HttpServer {
  /** `http://127.0.0.1:3000` */
  readonly origin: string;
  close(): Promise<void>;
}

/** How slowly somebody may ask; whoever takes longer is let go, so that nobody keeps the sockets for themselves. */
const PATIENCE = { headersMs: 10_000, requestMs: 30_000, lookEveryMs: 5_000 };

/**
 * Serves `app`. Where the port was not asked for and is taken, a free one is found.
 * @throws {ConfigError} when the address cannot be had
 */
export async function serveHttp(
  app: Hono,
  address: { host: string; port: number; isPortFixed: boolean },
  { headersMs, requestMs, lookEveryMs } = PATIENCE,
): Promise<HttpServer> {
  const limits = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookEveryMs,
  };
  const server = createServer(limits, getRequestListener(app.fetch));
  try {
    await listen(server, address.host, address.port);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    if (!isTaken || address.isPortFixed) {
      throw new ConfigError(
        `HTTP_HOST and HTTP_PORT: cannot listen on ${address.host}:${address.port} (${(error as Error).message}). ` +
          "Choose another HTTP_PORT, or stop what uses it.",
      );
    }
    await listen(server, address.host, 0);
  }
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return {
    origin: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(error);
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve();
    });
  });
}

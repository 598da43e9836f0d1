import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { secureHeaders } from "hono/secure-headers";

/**
 * Who may use the page. It listens on this machine only, which keeps the network out but not the web pages that
 * this machine's browser has open: hence the Host (against rebinding of names), the Origin (against requests of
 * other pages, also of those on another port) and a token that only the printed URL tells.
 */

export interface Key {
  readonly token: string;
  /** Where the page is served, e.g. `http://127.0.0.1:3000`; asked late, since the port is not known at first. */
  readonly origin: () => string;
}

const LOOPBACK_NAMES: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];
const EVERY_ADDRESS: readonly string[] = ["0.0.0.0", "[::]"];

export const NO_TOKEN =
  "Open the URL that freeroom printed when it started: it carries the key to this page.\n" +
  "请打开 freeroom 启动时打印的网址，其中带有本页面的密钥。\n";

/** Nothing but this server's own files: no inline script or style, no frame, no form target, no other origin. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  // Plain HTTP on loopback: there is nothing to pin.
  strictTransportSecurity: false,
});

/** Refuses requests that were addressed to another name or come from another page. */
export const sameOriginOnly =
  ({ origin }: Key): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header("host");
    if (host === undefined || !isOwnHost(host, origin())) {
      return context.text(`This server does not answer for the host ${host ?? "(none)"}.\n`, 403);
    }
    const from = context.req.header("origin");
    const isRead = context.req.method === "GET" || context.req.method === "HEAD";
    if (from === undefined ? !isRead : from !== `http://${host}`) {
      return context.text(`This server does not answer to the origin ${from ?? "(none)"}.\n`, 403);
    }
    return next();
  };

/** Refuses whoever does not hold the token in the cookie. */
export const tokenHoldersOnly =
  (key: Key): MiddlewareHandler =>
  async (context, next) =>
    holdsToken(context, key) ? next() : context.text(NO_TOKEN, 403);

export function holdsToken(context: Context, key: Key): boolean {
  const held = getCookie(context, cookieName(key));
  return held !== undefined && isSame(held, key.token);
}

/** Gives the cookie to whoever came with the token in the address; says whether it was right. */
export function admit(context: Context, key: Key): boolean {
  const shown = context.req.query("token");
  if (shown === undefined || !isSame(shown, key.token)) return false;
  setCookie(context, cookieName(key), key.token, { httpOnly: true, sameSite: "Strict", path: "/" });
  return true;
}

/** Cookies are shared by all ports of a host; the port in the name keeps two running bots apart. */
const cookieName = ({ origin }: Key): string => `freeroom-${new URL(origin()).port || "80"}`;

/** Compares in a time that tells nothing about where the two differ. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Whether a Host header names the server that is bound to `origin`. Bound to loopback, all of its names do; bound
 * to every address, `localhost` and any address in digits do, because only names can be rebound.
 */
export function isOwnHost(host: string, origin: string): boolean {
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return false;
  const asked = new URL(`http://${host}`);
  const bound = new URL(origin);
  if (asked.port !== bound.port) return false;
  if (asked.hostname === bound.hostname) return true;
  if (LOOPBACK_NAMES.includes(bound.hostname)) return LOOPBACK_NAMES.includes(asked.hostname);
  if (!EVERY_ADDRESS.includes(bound.hostname)) return false;
  return asked.hostname === "localhost" || isIP(asked.hostname.replace(/^\[|\]$/g, "")) !== 0;
}

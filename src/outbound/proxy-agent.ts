import type { Agent } from "node:http";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/**
 * The agent through which a connection to `url` leaves the building, by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
 * NO_PROXY; `undefined` where it goes directly. `ws(s):` counts as `http(s):`, because nobody sets a WSS_PROXY.
 * The proxy is asked to tunnel (CONNECT), so what it carries stays unreadable to it.
 */
export function proxyAgentFor(url: string): Agent | undefined {
  const proxy = getProxyForUrl(url.replace(/^ws(s?):/i, "http$1:"));
  return proxy ? new HttpsProxyAgent(proxy) : undefined;
}

import { randomUUID } from "node:crypto";
import { CORP_ID } from "./ids.ts";

/** What goes down a connection. Source: "Stream mode protocol". */
export interface Frame {
  readonly type: "SYSTEM" | "CALLBACK" | "EVENT";
  readonly topic: string;
  /** Beyond those that every frame has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** A frame as it is on the wire: its data is JSON within JSON. */
export const frameText = (
  { type, topic, headers: more, data }: Frame,
  headers: Readonly<Record<"appId" | "connectionId" | "messageId" | "time", string>>,
): string =>
  JSON.stringify({
    specVersion: "1.0",
    type,
    headers: { ...more, ...headers, contentType: "application/json", topic },
    data: JSON.stringify(data),
  });

/** An event of the organisation's. It keeps its `eventId` however often it is pushed. */
export const eventFrame = (
  eventType: string,
  data: unknown,
  { appId, bornMs }: { readonly appId: string; readonly bornMs: number },
): Frame => ({
  type: "EVENT",
  topic: "*",
  headers: {
    eventType,
    eventId: randomUUID().replaceAll("-", ""),
    eventCorpId: CORP_ID,
    eventBornTime: String(bornMs),
    eventUnifiedAppId: appId,
  },
  data,
});

/** The value of a JSON text; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Json } from "../../core/json.ts";
import type { Decision } from "../handlers/decision.ts";
import type { Turn } from "../turn.ts";
import type { Address } from "./address.ts";

/** What the journal keeps, so that the person can be told by another process, or later. */
export interface ToTell {
  readonly address: Address;
  readonly decision: Decision;
}

export const tellOf = ({ address }: Turn, decision: Decision): Json =>
  ({ address, decision }) satisfies ToTell as unknown as Json;

import type { Clock } from "../../core/clock.ts";
import type { Colleague } from "../office.ts";
import type { Ids } from "./ids.ts";
import { deviceRefusal } from "./oauth-errors.ts";

export const DEVICE_LIFE_SECONDS = 600;
const INTERVAL_SECONDS = 5;
/** Neither vowels nor what looks alike. */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789";

/** A wish of the app's to act in somebody's name, until somebody has answered it. */
export interface DeviceCode {
  readonly deviceCode: string;
  /** What the person who opens the link sees, too: `WDJB-MJHT`. */
  readonly userCode: string;
  readonly flowId: string;
  readonly scopes: readonly string[];
  readonly endMs: number;
  intervalSeconds: number;
  polledMs?: number;
  /** Whoever opened the link answered; the app is not told who, but for the token. */
  answer?: { readonly colleague: Colleague; readonly isApproved: boolean };
  isSpent: boolean;
}

/** The device flow (RFC 8628): no address of the app's own is needed, it polls until somebody has answered. */
export class DeviceCodes {
  readonly #codes: DeviceCode[] = [];

  constructor(
    readonly clock: Clock,
    readonly ids: Ids,
  ) {}

  ask(scopes: readonly string[]): DeviceCode {
    const letters = (): string => this.ids.of(LETTERS, 4);
    const code: DeviceCode = {
      deviceCode: this.ids.hex(64),
      userCode: `${letters()}-${letters()}`,
      flowId: this.ids.hex(24),
      scopes,
      endMs: this.clock.now() + DEVICE_LIFE_SECONDS * 1_000,
      intervalSeconds: INTERVAL_SECONDS,
      isSpent: false,
    };
    this.#codes.push(code);
    return code;
  }

  /** The wish of this user code that still waits for somebody's answer. */
  waiting(userCode: string): DeviceCode | undefined {
    const code = this.#codes.find((one) => one.userCode === userCode.trim().toUpperCase());
    return code && !code.answer && code.endMs > this.clock.now() ? code : undefined;
  }

  /** Who has agreed, once somebody has; until then, and where nobody will, it throws what the app is told. */
  poll(deviceCode: string): { colleague: Colleague; scopes: readonly string[] } {
    const code = this.#codes.find((one) => one.deviceCode === deviceCode);
    if (!code || code.isSpent) throw deviceRefusal("invalid_grant");
    const nowMs = this.clock.now();
    if (code.endMs <= nowMs) throw deviceRefusal("expired_token");
    if (code.answer) {
      code.isSpent = true;
      if (!code.answer.isApproved) throw deviceRefusal("access_denied");
      return { colleague: code.answer.colleague, scopes: code.scopes };
    }
    // Counted in whole seconds, as the interval is told.
    const waitedSeconds = Math.round((nowMs - (code.polledMs ?? Number.NEGATIVE_INFINITY)) / 1_000);
    code.polledMs = nowMs;
    if (waitedSeconds >= code.intervalSeconds) throw deviceRefusal("authorization_pending");
    code.intervalSeconds += 5;
    throw deviceRefusal("slow_down");
  }
}

import { COVERAGE as DINGTALK_APIS } from "../../../src/sandbox/dingtalk/coverage.ts";
import type { FaultKind } from "../../../src/sandbox/faults.ts";
import { COVERAGE as FEISHU_APIS } from "../../../src/sandbox/feishu/index.ts";
import type { TracedCall } from "../../../src/sandbox/trace.ts";
import { type CrashOffice, VENDORS, type VendorName } from "./office.ts";

/** Leases last 20 s, and are looked for every 10 s. */
const LONGEST_RECOVERY_MS = 35_000;

/** APIs that change something at the vendor: the calendar, or what a person reads. */
const WRITES =
  /^calendar\.(events\.(create|update|patch|delete)|(rooms|attendees)\.(add|create|remove|batch_delete))$|^robot\.|^im\.message\.(create|reply|patch)$/;

/** One remote write of an action: the `nth` call of `api` since it was asked for. */
export interface Write {
  readonly api: string;
  readonly nth: number;
}

/** Every write that a vendor saw while `act` went on, in order. */
export async function writesDuring(
  { sandbox }: CrashOffice,
  vendor: VendorName,
  act: () => Promise<unknown>,
): Promise<Write[]> {
  const apis: string[] = [];
  const note = (call: TracedCall) => {
    if (call.vendor === vendor && WRITES.test(call.api)) apis.push(call.api);
  };
  sandbox.trace.on("call", note);
  await act();
  sandbox.trace.off("call", note);
  return apis.map((api, at) => ({ api, nth: apis.slice(0, at + 1).filter((one) => one === api).length }));
}

/** Has that write held; resolves when it is. */
export async function holdAt(
  { sandbox }: CrashOffice,
  vendor: VendorName,
  { api, nth }: Write,
  kind: Extract<FaultKind, "held-request" | "held-answer">,
): Promise<void> {
  const { trace, faults } = sandbox;
  const arm = () => faults.add({ vendor, api, kind, times: 1 });
  if (nth === 1) arm();
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      trace.off("call", count);
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error(`${vendor} was not asked for ${api} (${nth}).`))),
      20_000,
    );
    const count = (call: TracedCall) => {
      if (call.vendor !== vendor || call.api !== api) return;
      seen += 1;
      if (seen === nth - 1) arm();
      if (seen === nth) end(resolve);
    };
    trace.on("call", count);
  });
}

/** Has every write held once it is carried out; resolves when `count` are, or no more are to be expected. */
export async function holdEveryWrite({ sandbox }: CrashOffice, count: number): Promise<void> {
  const { trace, faults } = sandbox;
  const apis = { dingtalk: DINGTALK_APIS, feishu: FEISHU_APIS };
  for (const vendor of VENDORS)
    for (const { api } of apis[vendor])
      if (WRITES.test(api)) faults.add({ vendor, api, kind: "held-answer" });
  await new Promise<void>((resolve) => {
    let left = count;
    const end = () => {
      clearTimeout(timer);
      trace.off("call", see);
      resolve();
    };
    const timer = setTimeout(end, LONGEST_RECOVERY_MS);
    const see = ({ api }: TracedCall) => {
      if (WRITES.test(api)) left -= 1;
      if (left === 0) end();
    };
    trace.on("call", see);
  });
}

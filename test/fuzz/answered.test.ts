import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createLogger } from "../../src/logger.ts";
import { inOffice, PLATFORMS } from "../helpers/office.ts";
import { mutated } from "./arbitraries.ts";

/** How many of a vendor's answers are spoilt, of all that it gives. */
const SHARE = 0.2;
const SAID = 120;
const WORDS = [
  "help",
  "free room tomorrow 3pm 1h",
  "1",
  "my bookings",
  "明天上午十点 8人 一小时",
  "why",
  "cancel",
  "yes",
];
const STATUSES = [200, 200, 200, 200, 400, 403, 404, 429, 500, 502];

/** Passes everything on to `target`; while `spoils`, some of what comes back is not what the vendor said. */
async function startSpoiler() {
  const state = { target: "", spoils: false, answers: 0, spoilt: 0 };
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const spoil = (body: string): string => {
    state.spoilt += 1;
    try {
      const [changed] = fc.sample(mutated(JSON.parse(body)), { numRuns: 1, seed: state.spoilt });
      return JSON.stringify(changed) ?? "";
    } catch {
      return body.slice(0, Math.floor(body.length * random()));
    }
  };
  const server: Server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const onward = request(new URL(url ?? "/", state.target), { method, headers }, async (told) => {
      const chunks: Buffer[] = [];
      for await (const chunk of told) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString("utf8");
      state.answers += 1;
      const isSpoilt = state.spoils && random() < SHARE;
      const status = told.statusCode ?? 502;
      const changed = isSpoilt ? spoil(body) : body;
      answer.writeHead(isSpoilt ? (STATUSES[Math.floor(random() * STATUSES.length)] ?? 200) : status, {
        "content-type": "application/json",
      });
      answer.end(changed);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    base: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

describe.concurrent.each(PLATFORMS)("every message on %s", (vendor) => {
  it("is answered, or known not to be, whatever a fifth of the vendor's answers turns into", {
    timeout: 120_000,
  }, async () => {
    const spoiler = await startSpoiler();
    const through = (base: string, name: string) => {
      if (name === vendor) spoiler.target = base;
      return spoiler.base;
    };
    const lines: string[] = [];
    const logger = createLogger("info", [], { write: (line) => void lines.push(line) });
    const tiers = { dingtalkQps: 10_000, feishuQps: 10_000, feishuQpm: 1_000_000 };
    const limits = { dingtalkPerSecond: 10_000, feishuPerSecond: 10_000, feishuPerMinute: 1_000_000 };
    const settings = { personDailyMessages: Number.POSITIVE_INFINITY };
    await inOffice(
      { platforms: [vendor], through, logger, tiers, limits, settings, clockSpeed: 10 },
      async (office) => {
        spoiler.spoils = true;
        const people = office.world.office.colleagues.filter(({ isOutsider }) => !isOutsider);
        for (let at = 0; at < SAID; at += 1) {
          const { key } = people[at % people.length] ?? { key: "emma" };
          office.at(vendor, key).mutter(WORDS[Math.floor(at / people.length) % WORDS.length] ?? "help");
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await vi.waitFor(async () => {
          expect(await office.storage.list("inbox:seen:")).toHaveLength(SAID);
          expect(await office.storage.list("inbox:open:")).toEqual([]);
        }, 90_000);
        spoiler.spoils = false;
        expect(spoiler.spoilt).toBeGreaterThan(SAID / 4);

        const idsOf = (what: string) =>
          new Set(
            lines
              .map((line) => JSON.parse(line) as { msg: string; message?: string })
              .filter(({ msg, message }) => msg === what && message)
              .map(({ message }) => message),
          );
        const [heard, answered, unsent] = [idsOf("heard"), idsOf("answered"), idsOf("unanswered")];
        expect(heard.size).toBe(SAID);
        expect([...heard].filter((id) => !answered.has(id) && !unsent.has(id))).toEqual([]);
        expect(answered.size).toBeGreaterThan(SAID / 2);
        // Nothing of ours breaks on what a vendor says: an error is the vendor's, and says whose turn it is.
        const broken = lines.filter((line) => /TypeError|RangeError|ZodError|SyntaxError/.test(line));
        expect(broken).toEqual([]);
      },
    );
    await spoiler.close();
  });
});

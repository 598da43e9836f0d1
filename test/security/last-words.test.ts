import { afterEach, expect, it } from "vitest";
import { clearAway, freeroom } from "../process/child.ts";

afterEach(clearAway);

/** Rejects with what an HTTP client would, once the process is up. */
const BREAKS = `
const secret = ["LEA", "KED"].join("");
const error = Object.assign(new Error("POST https://h/x?access_token=" + secret + " failed"), {
  config: { headers: { Authorization: "Bearer " + secret } },
});
const timer = setInterval(() => {
  if (process.listenerCount("SIGTERM") === 0) return;
  clearInterval(timer);
  setTimeout(() => (process.env.HOW === "throw" ? queueMicrotask(() => { throw error; }) : Promise.reject(error)), 500);
}, 20);`;

it.each(["throw", "reject"])(
  "what nobody caught (%s) is one line of the log without secrets, and the end",
  {
    timeout: 60_000,
  },
  async (how) => {
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(BREAKS)}`;
    const bot = freeroom(["start"], { SANDBOX: "on", HTTP_PORT: "0", NODE_OPTIONS, HOW: how });
    expect(await bot.exit).toEqual({ code: 1, signal: null });
    expect(bot.stderr).toBe("");
    expect(bot.stdout).not.toContain("LEAKED");
    const line = bot.stdout.split("\n").find((one) => one.includes("nobody caught"));
    expect(JSON.parse(line ?? "")).toMatchObject({
      level: "error",
      error: expect.stringContaining("failed"),
    });
  },
);

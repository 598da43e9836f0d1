import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";
import { VARIABLE_NAMES } from "../../src/config.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Ours, all unset: what the tester's shell or a `.env` says must not decide a test. */
const NOTHING_SET = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, ""]));

/** `undefined` leaves a variable to a `.env`. */
type Env = Readonly<Record<string, string | undefined>>;

const children = new Set<Child>();

/** A command in a process group of its own, with everything that it wrote. */
export class Child {
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stdout = "";
  stderr = "";
  readonly #process: ChildProcess;

  constructor(command: string, args: readonly string[], cwd: string, env: Env) {
    const { PATH = "", HOME = "" } = process.env;
    this.#process = spawn(command, args, {
      cwd,
      env: { PATH, HOME, ...NOTHING_SET, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process.stdout?.on("data", (chunk) => {
      this.stdout += chunk;
    });
    this.#process.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    this.exit = once(this.#process, "close").then(([code, signal]) => ({ code, signal }));
    children.add(this);
  }

  /** To the process that was started alone, as `kill` does. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** To it and to all that it started, as a terminal does at Ctrl-C. */
  signalAll(name: NodeJS.Signals): void {
    try {
      process.kill(-(this.#process.pid ?? 0), name);
    } catch {
      // Nobody is left.
    }
  }

  /** Resolves once nothing that it started runs any more (tsx's compiler ends a moment after the process it serves). */
  async isGone(): Promise<void> {
    await vi.waitFor(() => expect(() => process.kill(-(this.#process.pid ?? 0), 0)).toThrow("ESRCH"), 10_000);
  }

  /** Resolves with what `pattern` finds in the standard output, now or later. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found) return found;
      const hasEnded = this.#process.exitCode !== null || this.#process.signalCode !== null;
      if (hasEnded || Date.now() > deadline)
        throw new Error(`${pattern} was not said:\n${this.stdout}\n${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** `freeroom` in a process of its own, in a folder of its own. */
export const freeroom = (args: readonly string[], env: Env = {}, cwd = freshFolder()) =>
  new Child(process.execPath, [join(ROOT, "bin/freeroom.js"), ...args], cwd, env);

/** A folder that goes with the test; one that runs beside others has to say which it is. */
export function freshFolder(whenFinished: (finish: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "freeroom-"));
  whenFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ends every child; for `afterEach`. */
export async function clearAway(): Promise<void> {
  for (const child of children) child.signalAll("SIGKILL");
  await Promise.all([...children].map((child) => child.exit));
  children.clear();
}

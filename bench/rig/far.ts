import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answered, Asked, Operations } from "./wire.ts";

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The process with the sandboxes; started when it is first asked for something. */
class FarOffices {
  #child: ChildProcess | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  ask<Name extends keyof Operations>(operation: Name, ...given: Parameters<Operations[Name]>) {
    this.#asked += 1;
    const asked: Asked = { number: this.#asked, operation, given };
    const answered = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(asked.number, { resolve, reject });
      this.#running().send(asked);
    });
    return answered as ReturnType<Operations[Name]>;
  }

  close(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }

  #running(): ChildProcess {
    this.#child ??= this.#start();
    return this.#child;
  }

  #start(): ChildProcess {
    const child = fork(fileURLToPath(new URL("../far-office.ts", import.meta.url)), {
      execArgv: ["--import", "tsx"],
      serialization: "advanced",
    });
    child.on("message", (answered: Answered) => {
      const waiting = this.#waiting.get(answered.number);
      this.#waiting.delete(answered.number);
      if ("error" in answered) waiting?.reject(new Error(answered.error));
      else waiting?.resolve(answered.answer);
    });
    child.on("exit", (code) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`The process with the sandboxes ended (${code}).`));
      this.#waiting.clear();
    });
    return child;
  }
}

export const far = new FarOffices();

/** Ends the other process, and every sandbox with it. */
export const closeFarOffices = (): void => far.close();

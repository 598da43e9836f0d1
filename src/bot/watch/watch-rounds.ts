import { underLease } from "../../booking/lease.ts";
import type { BotDeps } from "../bot.ts";
import type { Desk } from "../desk.ts";
import type { InTurn } from "../follow-up/follow-up-rounds.ts";
import { Rounds } from "../rounds.ts";
import { lookAgain } from "./look-again.ts";

/** Once a minute, takes the looks at what is watched that are due; each is one instance's alone. */
export class WatchRounds extends Rounds {
  constructor(deps: BotDeps, desks: () => Iterable<Desk>, inTurn: InTurn) {
    super(deps, "watches", async (signal) => {
      for (const desk of desks()) {
        for (const { id, address } of await desk.watches.due()) {
          if (signal.aborted) return;
          const key = `watching:${desk.platform.name}:${id}`;
          await underLease(deps, key, 0, () =>
            inTurn(desk, address, async () => {
              // It may have been ended, or looked at by another instance, while its turn had not come.
              const watch = (await desk.watches.due()).find((one) => one.id === id);
              if (watch) await lookAgain(deps, desk, watch);
            }),
          );
        }
      }
    });
  }
}

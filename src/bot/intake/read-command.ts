import type { Command, CommandContext, TimeWish } from "../../command/command.ts";
import { understand } from "../../command/understand.ts";
import { describeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";

/**
 * What a message asks for. A text that the reader stumbles over is one that is not understood, and a day that no
 * calendar has ("in 99999999999 days") is no day: whoever wrote it is answered all the same.
 */
export function readCommand(text: string, context: CommandContext, logger: Logger): ReadCommand {
  try {
    const { command, trace } = understand(text, context);
    const isOnCalendar = [command, ...(command.either ?? [])].flatMap(localTimes).every(hasUsualYear);
    const namedZone = trace.find(({ rule }) => rule === "zone")?.text;
    return { command: isOnCalendar ? command : { intent: "error", error: "date" }, namedZone };
  } catch (error) {
    logger.error("a message could not be read", { error: describeError(error) });
    return { command: { intent: "unknown" }, namedZone: undefined };
  }
}

/** A command, and the zone that its times were named in, as it was written: the command has them in the office's. */
export interface ReadCommand {
  readonly command: Command;
  readonly namedZone: string | undefined;
}

const localTimes = ({ start, end, date, window }: TimeWish): (string | undefined)[] => [
  start,
  end,
  date,
  window?.from,
  window?.to,
];

const hasUsualYear = (local: string | undefined): boolean => local === undefined || /^\d{4}-/.test(local);

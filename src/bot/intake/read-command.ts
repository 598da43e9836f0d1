import type { Command, CommandContext, TimeWish } from "../../command/command.ts";
import { understand } from "../../command/understand.ts";
import { describeError } from "../../core/errors.ts";
import type { Logger } from "../../core/logger.ts";

/**
 * What a message asks for. A text that the reader stumbles over is one that is not understood, and a day that no
 * calendar has ("in 99999999999 days") is no day: whoever wrote it is answered all the same.
 */
export function readCommand(text: string, context: CommandContext, logger: Logger): Command {
  try {
    const { command } = understand(text, context);
    const isOnCalendar = [command, ...(command.either ?? [])].flatMap(localTimes).every(hasUsualYear);
    return isOnCalendar ? command : { intent: "error", error: "date" };
  } catch (error) {
    logger.error("a message could not be read", { error: describeError(error) });
    return { intent: "unknown" };
  }
}

const localTimes = ({ start, end, date, window }: TimeWish): (string | undefined)[] => [
  start,
  end,
  date,
  window?.from,
  window?.to,
];

const hasUsualYear = (local: string | undefined): boolean => local === undefined || /^\d{4}-/.test(local);

import { simpleCard } from "../replies/simple-card.ts";
import type { Handler } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { offerRooms } from "./offering.ts";
import { typedNamesNote } from "./typed-names.ts";

/** A wish for a room: shows what is free, numbered. */
export const find: Handler = async (turn) => {
  const { command, words, language, office } = turn;
  const reading = wishOf(command, turn.now, office);
  if (reading.kind === "past") {
    await turn.say(
      simpleCard(language, words.errors.past, { tone: "warning", notes: [words.examples.join(" · ")] }),
      "once",
    );
    return;
  }
  if (reading.kind === "too-far") {
    await turn.say(
      simpleCard(language, words.tooFar(turn.day(reading.instantMs)), { tone: "warning" }),
      "once",
    );
    return;
  }
  await offerRooms(turn, {
    wish: reading.wish,
    assumptions: reading.assumptions,
    attendees: turn.mentions,
    title: command.title,
    notes: [
      await typedNamesNote(turn),
      command.roomCount !== undefined && command.roomCount > 1 ? words.oneRoomAtATime : "",
      command.recurrence ? words.noSeries : "",
    ],
  });
};

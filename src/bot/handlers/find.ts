import type { Person } from "../../core/model.ts";
import { simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { wishOf } from "../wish.ts";
import { type Company, companyOf, suitCompany } from "./company.ts";
import { offerRooms } from "./offering.ts";
import { labelOf } from "./typed-names.ts";

/** A wish for a room: shows what is free, numbered. */
export const find: Handler = (turn) => findFor(turn);

/** As `find`; `picked` are colleagues chosen among those of one name. */
export async function findFor(turn: Turn, picked: readonly Person[] = []): Promise<void> {
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
  const company = await companyOf(turn, picked);
  if (company.kind === "ask") return askWhichPerson(turn, company, picked);
  const suited = await suitCompany(turn, reading.wish, company);
  await offerRooms(turn, {
    wish: suited.wish,
    assumptions: reading.assumptions,
    attendees: company.mentioned,
    named: company.named,
    title: command.title,
    notes: [turn.namedZone ? words.zoneConverted(turn.namedZone, office.zone) : "", ...suited.notes],
  });
}

/** Which of the colleagues of this name is meant? The answer goes on with the same wish. */
async function askWhichPerson(
  turn: Turn,
  { name, candidates, isCut }: Extract<Company, { kind: "ask" }>,
  picked: readonly Person[],
): Promise<void> {
  const { command, language, words } = turn;
  await turn.conversation.ask({
    language: turn.language,
    choices: candidates.map((person) => ({ kind: "find", command, picked: [...picked, person] })),
  });
  const options = candidates.map((person, at) => ({ number: at + 1, title: labelOf(person), details: [] }));
  await turn.say(
    simpleCard(language, words.whichPerson(name), {
      blocks: [{ kind: "options", options }],
      notes: [words.replyWith(turn.typed("1")), isCut ? words.othersCalled(name) : ""],
    }),
    "once",
  );
}

import type { Command } from "../../command/command.ts";
import type { Person } from "../../core/model.ts";
import { askWithButtons } from "../actions/ask-with-buttons.ts";
import type { OpenOffer } from "../conversation.ts";
import { examplesIn, simpleCard } from "../replies/simple-card.ts";
import type { Handler, Turn } from "../turn.ts";
import { type WishReading, wishOf } from "../wish.ts";
import { type Company, companyOf, suitCompany } from "./company.ts";
import { offerRooms } from "./offering.ts";
import { labelOf } from "./typed-names.ts";
import { saidOfRoom, untouchedList } from "./untouched-list.ts";

/** A wish for a room: shows what is free, numbered. */
export const find: Handler = (turn) => findFor(turn);

/** As `find`; `picked` are colleagues chosen among those of one name. */
export async function findFor(turn: Turn, picked: readonly Person[] = []): Promise<void> {
  const { command, words, language, office } = turn;
  const list = saysOnlyWhatRoom(command) ? await untouchedList(turn) : undefined;
  const reading = list ? sameTime(list, command) : wishOf(command, turn.now, office);
  if (reading.kind === "past") {
    await turn.say(
      simpleCard(language, words.errors.past, { tone: "warning", notes: [examplesIn(words)] }),
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
    attendees: merged(list?.attendees, company.mentioned),
    named: merged(list?.named, company.named),
    title: command.title ?? list?.title,
    notes: [
      list ? words.keptTime : "",
      turn.namedZone ? words.zoneConverted(turn.namedZone, office.zone) : "",
      ...suited.notes,
    ],
  });
}

/** "With a projector", 8人: a wish without any time, which beside an open list is for the list's. */
const saysOnlyWhatRoom = (command: Command): boolean =>
  Object.keys(saidOfRoom(command)).length > 0 &&
  [command.start, command.date, command.window, command.durationMinutes, command.recurrence].every(
    (said) => said === undefined,
  );

const sameTime = ({ wish }: OpenOffer, command: Command): WishReading => ({
  kind: "wish",
  wish: { ...wish, ...saidOfRoom(command) },
  assumptions: [],
});

const merged = (before: readonly Person[] = [], now: readonly Person[]): Person[] => [
  ...before.filter(({ id }) => now.every((person) => person.id !== id)),
  ...now,
];

/** Which of the colleagues of this name is meant? The answer goes on with the same wish. */
async function askWhichPerson(
  turn: Turn,
  { name, candidates, isCut }: Extract<Company, { kind: "ask" }>,
  picked: readonly Person[],
): Promise<void> {
  const { command, language, words } = turn;
  const buttons = await askWithButtons(turn, {
    language: turn.language,
    choices: candidates.map((person) => ({ kind: "find", command, picked: [...picked, person] })),
  });
  const options = candidates.map((person, at) => ({
    number: at + 1,
    title: labelOf(person),
    details: [],
    ...buttons[at],
  }));
  await turn.say(
    simpleCard(language, words.whichPerson(name), {
      blocks: [{ kind: "options", options }],
      notes: [words.replyWith(turn.typed("1")), isCut ? words.othersCalled(name) : ""],
    }),
    "once",
  );
}

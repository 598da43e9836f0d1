import type { Button, Option } from "../../card/elements.ts";
import type { OfferedRoom, OpenOffer } from "../conversation.ts";
import { namesOf } from "../replies/booking-card.ts";
import type { Turn } from "../turn.ts";
import { saysFor } from "./list-code.ts";
import { newActionId, type StoredAction } from "./stored-action.ts";

/** A list longer than this is not read in a chat. */
export const MOST_ROWS = 10;

/** What is asked before a room is taken whose time was assumed. */
export type Assumed = NonNullable<Button["confirm"]>;

/** Rows of an open list with their buttons, and what these stand for: to be kept before they are shown. */
export class ListButtons {
  readonly actions = new Map<string, StoredAction>();

  constructor(
    private readonly turn: Turn,
    private readonly offerId: string,
  ) {}

  row(option: OfferedRoom, assumed: (option: OfferedRoom) => Assumed | undefined = () => undefined): Option {
    const { number, row } = option;
    const { words, language } = this.turn;
    const room = namesOf(option, words);
    const confirm = assumed(option);
    const typed = String(number);
    return {
      number,
      title: row?.title ?? room,
      ...(row?.lead && row.lead.length > 0 && { lead: row.lead }),
      details: row?.details ?? [this.turn.range(option)],
      ...(row && row.why.length > 0 && { why: row.why }),
      ...(row?.strip && { strip: row.strip }),
      button: {
        label: words.take,
        actionId: this.#keep({ does: "option", offerId: this.offerId, number, room }),
        typed,
        says: saysFor(language === "zh" ? `订 ${typed}` : `book ${typed}`, this.offerId),
        style: "primary",
        ...(confirm && { confirm }),
      },
    };
  }

  more(): Button {
    const { words, language } = this.turn;
    const typed = language === "zh" ? "更多" : "more";
    const actionId = this.#keep({ does: "more", offerId: this.offerId });
    return { label: words.more, actionId, typed, says: saysFor(typed, this.offerId) };
  }

  #keep(
    doing:
      | { does: "option"; offerId: string; number: number; room: string }
      | { does: "more"; offerId: string },
  ): string {
    const { person, chat, language } = this.turn;
    const actionId = newActionId();
    this.actions.set(actionId, { ...doing, ownerId: person.id, chat, language });
    return actionId;
  }
}

/** What of a list can still be taken, to be shown once more: its last rows, and what their buttons stand for. */
export async function rowsLeft(turn: Turn, offer: OpenOffer): Promise<Option[]> {
  const taken = new Set((offer.taken ?? []).map(({ number }) => number));
  const left = offer.options
    .filter(({ number, start }) => !taken.has(number) && start > turn.now)
    .slice(-MOST_ROWS);
  const buttons = new ListButtons(turn, offer.id);
  const rows = left.map((option) => buttons.row(option));
  await turn.conversation.keepActions(buttons.actions);
  return rows;
}

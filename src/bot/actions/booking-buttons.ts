import type { Wish } from "../../availability/wish.ts";
import type { Block, Button } from "../../card/elements.ts";
import type { Command } from "../../command/command.ts";
import type { Interval } from "../../core/interval.ts";
import type { EventId } from "../../core/model.ts";
import type { Words } from "../replies/words.ts";
import type { Turn } from "../turn.ts";
import { newActionId, type StoredAction } from "./stored-action.ts";

/** What can be done to a booking in one press. */
interface Deed {
  readonly label: (words: Words) => string;
  readonly command: Command;
  readonly typed: { readonly zh: string; readonly en: string };
}

const CANCEL: Deed = {
  label: ({ cancelIt }) => cancelIt,
  command: { intent: "cancel" },
  typed: { zh: "取消", en: "cancel" },
};
const EXTEND: Deed = {
  label: ({ halfHourMore }) => halfHourMore,
  command: { intent: "extend", durationMinutes: 30, change: { lengthIs: "longer" } },
  typed: { zh: "延长30分钟", en: "extend by 30 min" },
};
/** What was wished of the room is wished of another one too. */
const otherRoom = ({ minSeats, equipment }: Pick<Wish, "minSeats" | "equipment">): Deed => ({
  label: ({ swapRoom }) => swapRoom,
  command: {
    intent: "swap",
    ...(minSeats !== undefined && { capacity: minSeats }),
    ...(equipment.length > 0 && { equipment }),
  },
  typed: { zh: "换一间", en: "another room" },
});

/** Buttons below a booking. They are good as long as it has these times; of a series only the cancelling is one. */
export async function bookingButtons(
  { conversation, person, chat, language, words }: Turn,
  { eventId, start, end, isSeries }: Interval & { readonly eventId: EventId; readonly isSeries?: boolean },
  wish: Pick<Wish, "minSeats" | "equipment"> = { equipment: [] },
): Promise<Block[]> {
  const actions = new Map<string, StoredAction>();
  const deeds = isSeries ? [CANCEL] : [CANCEL, EXTEND, otherRoom(wish)];
  const buttons = deeds.map((deed): Button => {
    const actionId = newActionId();
    const { command } = deed;
    actions.set(actionId, {
      does: "change",
      eventId,
      start,
      end,
      command,
      ownerId: person.id,
      chat,
      language,
    });
    return { label: deed.label(words), actionId, typed: deed.typed[language] };
  });
  await conversation.keepActions(actions);
  return [{ kind: "buttons", buttons }];
}

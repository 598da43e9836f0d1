import type { Card } from "../../card/elements.ts";
import type { Progress } from "../../search/find-rooms.ts";
import { simpleCard } from "./simple-card.ts";
import type { Telling } from "./telling.ts";

/** That rooms are being looked for, and how far that has come. */
export const searchingCard = ({ language, words }: Telling, progress?: Progress): Card =>
  simpleCard(language, words.searching, {
    tone: "busy",
    texts: progress ? [words.searchedSoFar(progress.checked, progress.of, progress.found)] : [],
  });

import type { Section } from "./section.ts";
import { booking } from "./sections/booking.ts";
import { everythingFree } from "./sections/everything-free.ts";
import { firstOffers } from "./sections/first-offers.ts";
import { gapSearch } from "./sections/gap-search.ts";
import { officeDay } from "./sections/office-day.ts";
import { overhead } from "./sections/overhead.ts";
import { questions } from "./sections/questions.ts";
import { sameWish } from "./sections/same-wish.ts";
import { several } from "./sections/several.ts";
import { startUp } from "./sections/start-up.ts";
import { understanding } from "./sections/understanding.ts";
import { windows } from "./sections/windows.ts";

/** What `npm run bench` measures, in this order. */
export const SECTIONS: readonly (Section & { readonly key: string })[] = [
  { key: "questions", ...questions },
  { key: "start-up", ...startUp },
  { key: "office-day", ...officeDay },
  { key: "booking", ...booking },
  { key: "first-offers", ...firstOffers },
  { key: "everything-free", ...everythingFree },
  { key: "same-wish", ...sameWish },
  { key: "windows", ...windows },
  { key: "overhead", ...overhead },
  { key: "several", ...several },
  { key: "gap-search", ...gapSearch },
  { key: "understanding", ...understanding },
];

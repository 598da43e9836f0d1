import type { Piece, Reading } from "./piece.ts";

const CHANGED =
  "cancell?ed|moved|postponed|rescheduled|delayed|extended|shortened|pushed(?: back)?|changed|shifted|swapped|dropped|called off|bumped";
/** What the asker did; "I changed my mind" is none of it. */
const DONE = "cancell?ed|moved|postponed|rescheduled|extended|shortened|swapped|released|gave back";
const FOREIGN =
  "couch|sofa|deadline|due date|furniture|car|desk|chairs?|table|subscription|membership|tickets?|flight|hotel|taxi|cab|release|launch|deploy|deployment|files?|shifts?|password|timeline|offer|contract|visa|order|dentist|doctor|haircut|restaurant|topic|milestone|due day|newsletter|rent|lease|trip";

/** What colleagues say to each other in words that are the bot's too. Each row is one way to tell, ask or joke. */
const CHAT: readonly RegExp[] = [
  // what was done, and by whom
  new RegExp(`\\b(?:was|were|got|been|being|gets) (?:just |already |also )?(?:${CHANGED})\\b`),
  new RegExp(
    `\\b(?:we|they|she|he|everyone|everybody|somebody|someone|boss|client|customer) (?:just |already |also |have |has |had )?(?:${CHANGED})\\b`,
  ),
  new RegExp(
    `\\b(?:meeting|call|standup|sync|event|launch|release|demo|review|interview|deadline|flight|game|match|party) (?:just |already |has |have )?(?:${CHANGED}|slipped)\\b`,
  ),
  /\b(?:people|colleagues|guys|members|folks|of us|candidates) (?:have |has |already |just )?(?:joined|left|came|quit|showed|attended|signed|registered|applied|called|asked|resigned)\b/,
  /\b(?:we|i|they|you) have (?:about |around |over |only )?(?:\w+ )?(?:people|members|rooms?|colleagues|folks|engineers|developers) (?:in|on|at) (?:the |our |my |this )?(?:team|company|group|department|office|home|house|apartment|flat|call)\b/,
  /\b(?:at home|in my (?:apartment|flat|house)|at my place|in our house)\b/,
  new RegExp(`\\bi(?:'ve)? (?:just |already |have |had )*(?:${DONE})\\b`),
  // how things and people are
  /\b(?:i'm|i am|we're|he's|she's|they're|is he|is she|are they|are you|are u|r u|you|is everyone|is everybody) (?:also |all |both |not |only |still |guys )?(?:free|available|busy|around)\b/,
  /\bfeel free\b|\bfree (?:lunch|food|coffee|pizza|beer|drinks|trial|shipping|advice|snacks)\b/,
  /\broom (?:\w+ )?(?:is|was|smells|smelled|feels|felt|looks|looked) (?:so |too |really |very |still |always |a bit |super )?(?:freezing|cold|chilly|hot|warm|dirty|messy|stuffy|smelly|great|nice|awesome|lovely|beautiful|ugly|dark|broken|weird)\b/,
  /\b(?:that|it|this) was (?:so |really |very |such |a )*(?:great|good|nice|awesome|fun|helpful|perfect|cool|amazing|excellent|terrible|bad)\b/,
  /\b(?:be|running|arrive|come|am|i'm|we're|he's|she's) (?:about |around |like |a |some |maybe )?(?:[a-z0-9]+ )?(?:min|mins|minutes|hour|bit|little|few minutes) late\b|\b\d+ ?(?:min|mins|minutes) late\b/,
  /\b(?:release|launch|deadline|deployment|delivery|cut-?off|go-live|party|happy hour|game|match) (?:is|was|starts|begins|ends|will be)\b/,
  // questions to people
  /\bwhat(?:'s|s| is)? (?:the )?(?:day|date) (?:is|it|today|tomorrow|of)\b|\bwhat time is it\b/,
  /\bwhen(?:'s| is| are) (?:the )?(?:lunch|dinner|breakfast|party|payday|release|launch|deadline|holiday|christmas|easter|game|your|his|her)\b/,
  /\bwhy (?:are|were|is|was) (?:you|u|he|she|everyone|everybody|nobody|no one|people)\b(?! (?:not|all|showing|offering|suggesting|telling|proposing))/,
  /\bwho(?:'s|s| is) (?:in|out|off|coming|joining|working|around|here) (?:today|tomorrow|tonight|the office|on|this|next|at|for)\b/,
  // things that are no bookings of rooms
  /\bmov(?:e|ing) on(?: (?:to (?:the|a|our|another|something)|with|from)\b|[,.!]|$)/,
  new RegExp(
    `\\b(?:move|moving|extend|extending|cancel|push|shift|swap|switch|change|drop|shorten|delay|postpone|book|reserve|get|order|release|schedule) (?:me |us )?(?:the |my |our |your |a |an |this |that |some )?(?:${FOREIGN})\\b(?! (?:meeting|call|review|sync|room|booking|planning|demo|retro|discussion|talk|party room|interview))`,
  ),
];

/** A wish beside the story makes the text the bot's: "the call was moved, I need a room at 4". */
const REQUEST =
  /\b(?:please|pls|plz|need|looking for|find|book (?:a room|me|us|it|k)|can (?:you|we|i)|could (?:you|we|i)|any rooms?|free rooms?|a room|so (?:cancel|release|move)|(?:cancel|release) (?:it|my|our|the (?:room|booking)))\b/;
/** These are no requests, whatever else is said. */
const NEVER = /\b(?:at home|in my (?:apartment|flat|house)|at my place|in our house|feel free)\b/;

/** Whether a text, for all its times and rooms, is what colleagues say to each other. */
export function isChat(pieces: readonly Piece[], { text, tokens }: Reading): boolean {
  if (NEVER.test(text)) return true;
  if (REQUEST.test(text)) return false;
  const aboutRoom = pieces.some(
    ({ meaning, to }) =>
      meaning.kind === "roomName" &&
      /^(is|was|looks|smells)$/.test(tokens.text(to)) &&
      tokens.at(to + 1).senses.length === 0 &&
      /^[a-z]/.test(tokens.text(to + 1)),
  );
  return aboutRoom || CHAT.some((pattern) => pattern.test(text));
}

const ASKS =
  /^(?:hey |hi |ok |so |and )?(?:is|are|was|does|do|has|how (?:big|large|many|much)|where|what's|whats|what is|what does|who|when|why is)\b(?! (?:there|it|this|that|anything|any|you|your|we))/;

/** "Is K2 booked?", "what's in K2", "K2 schedule", "how big is K2": a question about a named room, no wish for it. */
export function asksAboutRoom(pieces: readonly Piece[], { text, tokens }: Reading): boolean {
  const room = pieces.find(({ meaning }) => meaning.kind === "roomName");
  if (room === undefined) return false;
  const next = tokens.text(room.to) === "'s" ? room.to + 1 : room.to;
  const isNoun = /^(schedule|calendar|availability|agenda|bookings|reservations|timetable)$/.test(
    tokens.text(next),
  );
  return isNoun || ASKS.test(text);
}

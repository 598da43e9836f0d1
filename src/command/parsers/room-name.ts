import type { Parser } from "../piece.ts";
import { unitAt } from "./amount.ts";

/** A room's name from the list, or as a number or letter: room 301, 301会议室, 会议室B. */
export const roomName: Parser = {
  name: "room name",
  find({ tokens, original }, at) {
    const known = tokens.key(at, "roomName");
    if (known !== undefined) {
      const to = tokens.is(at + 1, "room") && !tokens.is(at + 1, "number") ? at + 2 : at + 1;
      return { to, meaning: { kind: "roomName", name: known } };
    }
    const token = tokens.at(at);
    const isNumber = token.digits !== undefined && token.digits.length >= 3;
    const hao = tokens.text(at + 1) === "号" ? 1 : 0;
    if (
      isNumber &&
      tokens.is(at + 1 + hao, "room") &&
      /^(会议室|会议厅|室|房间|房|会议间)$/.test(tokens.text(at + 1 + hao))
    )
      return { to: at + 2 + hao, meaning: { kind: "roomName", name: token.text } };
    if (
      /^[a-z]$/.test(token.text) &&
      tokens.glued(at + 1) &&
      tokens.at(at + 1).digits !== undefined &&
      tokens.is(at + 2, "room") &&
      tokens.glued(at + 2)
    )
      return {
        to: at + 3,
        meaning: {
          kind: "roomName",
          name: original.slice(token.at, tokens.at(at + 1).end).normalize("NFKC"),
        },
      };
    const isRoom = /^(room|会议室|meeting room|conference room|rm)$/.test(token.text);
    const next = tokens.at(at + 1);
    if (
      isRoom &&
      next.digits !== undefined &&
      next.digits.length >= 3 &&
      tokens.text(at + 2) !== ":" &&
      !tokens.is(at + 2, "meridiem") &&
      unitAt(tokens, at + 2) === undefined &&
      !(tokens.is(at + 2, "link", "to") && tokens.at(at + 3).digits !== undefined)
    )
      return { to: at + 2, meaning: { kind: "roomName", name: next.text } };
    return undefined;
  },
};

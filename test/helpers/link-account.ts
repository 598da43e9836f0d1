import type { ChatLine } from "../../src/sandbox/sandbox.ts";
import type { OpenOffice } from "./truth.ts";

/** The page that the answer's link opens. */
export const pageOf = (line: ChatLine): string => {
  const url = line.links?.[0]?.url ?? /https?:\/\/\S+/.exec(line.text)?.[0];
  if (!url) throw new Error(`no link in:\n${line.text}`);
  return url;
};

/** Links the colleague's Feishu account, as somebody would; what was told then. */
export async function linkAccount(office: OpenOffice, who: string, word = "link"): Promise<ChatLine> {
  const seat = office.at("feishu", who);
  const page = pageOf(await seat.say(word));
  const told = seat.nextLine();
  office.sandbox.feishu.answerLink(who, page, "approved");
  return told;
}

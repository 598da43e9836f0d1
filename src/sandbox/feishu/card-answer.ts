import { type CardNode, isNode, readCard } from "./card.ts";
import type { Acknowledgement } from "./connections.ts";
import { Refusal } from "./errors.ts";

/** What a client does with the bot's answer to a press: a line that it shows for a moment, and a new card. */
export interface CardAnswer {
  readonly toast?: string;
  readonly card?: CardNode;
}

const TOASTS = ["info", "success", "error", "warning"];

/** What the client shows where the callback failed. Source: https://open.feishu.cn/document/feishu-cards/card-callback-communication */
const failed = (code: number): CardAnswer => ({ toast: `出错了，请稍后重试 code: ${code}` });

/** Reads `{"toast":{type,content},"card":{"type":"raw","data":card}}`; nothing and `{}` change nothing. */
export function readCardAnswer(answer: Acknowledgement): CardAnswer {
  if (answer === "late") return failed(200341);
  if (answer === "no connection") return failed(200340);
  if (answer.code !== 200) return failed(200671);
  if (answer.data === undefined) return {};
  if (!isNode(answer.data)) return failed(200672);
  const { toast, card } = answer.data;
  if (toast !== undefined && !isToast(toast)) return failed(200672);
  const shown = isToast(toast) ? { toast: toast.content } : {};
  if (card === undefined) return shown;
  if (!isNode(card) || card.type !== "raw" || !isNode(card.data)) return failed(200673);
  if (card.data.schema !== "2.0") return failed(200830);
  try {
    return { ...shown, card: readCard(JSON.stringify(card.data)) };
  } catch (error) {
    if (error instanceof Refusal) return failed(200673);
    throw error;
  }
}

const isToast = (toast: unknown): toast is { readonly content: string } =>
  isNode(toast) &&
  typeof toast.content === "string" &&
  (toast.type === undefined || TOASTS.includes(String(toast.type)));

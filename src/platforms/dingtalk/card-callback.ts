import { z } from "zod";
import type { InboundPress, PressAnswer } from "../../ports/listener.ts";
import { PRESS_ACTION, PRESS_PARAMETER, SAID } from "./interactive-card.ts";
import type { CardPlace } from "./interactive-cards.ts";
import { idText, maybe, parseJson } from "./json.ts";
import type { ReplyRoute } from "./reply-route.ts";

const content = z.object({
  cardPrivateData: z.object({
    actionIds: maybe(z.array(z.string())),
    params: z.looseObject({ [PRESS_PARAMETER]: z.string().min(1) }),
  }),
});

/** What a pressed button sends (topic `/v1.0/card/instances/callback`); `content`, or `value`, is JSON within JSON. */
const callback = z
  .looseObject({
    outTrackId: z.string().min(1),
    userId: idText.pipe(z.string().min(1)),
    content: maybe(z.string()),
    value: maybe(z.string()),
  })
  .transform(({ outTrackId, userId, content: given, value }) => ({
    outTrackId,
    userId,
    pressed: content.safeParse(parsed(given ?? value ?? "")).data?.cardPrivateData,
  }));

/** A press as it came; `undefined` where it is not a button of our template. */
export function readCallback(
  payload: unknown,
): { readonly outTrackId: string; readonly userId: string; readonly actionId: string } | undefined {
  const { outTrackId, userId, pressed } = callback.safeParse(payload).data ?? {};
  const actionId = pressed?.params[PRESS_PARAMETER];
  const isOurs = pressed?.actionIds === undefined || pressed.actionIds.includes(PRESS_ACTION);
  if (!outTrackId || !userId || typeof actionId !== "string" || !isOurs) return undefined;
  return { outTrackId, userId, actionId };
}

/** A press in our words. Where its card lies only our own notes tell; without them it is nowhere, and is refused. */
export function toPress(
  { outTrackId, userId, actionId }: NonNullable<ReturnType<typeof readCallback>>,
  place: CardPlace | undefined,
  frameId: string,
): InboundPress {
  const conversationId = place?.conversationId ?? "";
  const route: ReplyRoute = { webhook: "", expiresAtMs: 0, conversationId, isGroup: place?.isGroup ?? false };
  return {
    id: frameId || `${outTrackId}:${actionId}:${userId}`,
    actionId,
    personId: userId,
    chatId: conversationId,
    messageId: outTrackId,
    vendor: { ...route, outTrackId },
  };
}

/** The callback's answer: a line that only the presser sees. `{}` changes nothing. */
export const callbackAnswer = (answer: PressAnswer | undefined): Record<string, unknown> =>
  answer
    ? {
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
        userPrivateData: { cardParamMap: { [SAID]: answer.text } },
      }
    : {};

function parsed(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}

import { createHash } from "node:crypto";
import { z } from "zod";
import { isPlatformError, PlatformError } from "../../core/errors.ts";
import type { Person } from "../../core/model.ts";
import type { Storage } from "../../ports/storage.ts";
import type { DingTalkClient } from "./client.ts";
import { type CardVariables, SAID } from "./interactive-card.ts";
import { maybe } from "./json.ts";
import { isUserId, type ReplyRoute } from "./reply-route.ts";

/** As long as a card's buttons are known. */
const KEPT_MS = 24 * 60 * 60_000;
/** `userIdType`: 1 is the userId, which is also what a press tells. */
const BY_USER_ID = 1;
const BY_KEY = { updateCardDataByKey: true, updatePrivateDataByKey: true };

const delivered = z.object({
  result: maybe(
    z.object({
      deliverResults: maybe(z.array(z.object({ success: maybe(z.boolean()), errorMsg: maybe(z.string()) }))),
    }),
  ),
});

/** Where a card lies: a press of it does not tell where an answer goes. */
const place = z.object({ personId: z.string(), conversationId: z.string(), isGroup: z.boolean() });
export type CardPlace = z.output<typeof place>;

/** Cards of the administrator's template: one metered call to send one, one to change it. */
export interface InteractiveCards {
  /** The same `key` sent twice shows one card. Returns the card's id. */
  send(route: ReplyRoute, person: Person, variables: CardVariables, key: string): Promise<string>;
  /** Also takes away what was said to `personId` alone. */
  update(outTrackId: string, personId: string, variables: CardVariables): Promise<void>;
}

const placeKey = (outTrackId: string): string => `dingtalk:card:${outTrackId}`;

/** Where the card of that id lies; `undefined` where it was never sent from here, or long ago. */
export async function cardPlace(storage: Storage, outTrackId: string): Promise<CardPlace | undefined> {
  return place.safeParse(await storage.get(placeKey(outTrackId))).data;
}

export function createInteractiveCards(
  client: DingTalkClient,
  storage: Storage,
  { templateId, robotCode }: { readonly templateId: string; readonly robotCode: string },
): InteractiveCards {
  return {
    async send(route, person, variables, key) {
      const what = "show a card";
      if (!isUserId(person.id))
        throw new PlatformError("refused", "People from outside of the organisation are shown no cards.", {
          code: "outsider",
        });
      const outTrackId = createHash("sha256").update(key).digest("base64url");
      const { conversationId, isGroup } = route;
      const value = { personId: person.id, conversationId, isGroup };
      await storage.write([{ key: placeKey(outTrackId), value, ttlMs: KEPT_MS }]);
      const answer = await client
        .api({
          api: "cardCreate",
          what,
          method: "POST",
          path: "/v1.0/card/instances/createAndDeliver",
          body: {
            cardTemplateId: templateId,
            outTrackId,
            callbackType: "STREAM",
            userIdType: BY_USER_ID,
            cardData: { cardParamMap: variables },
            ...(isGroup ? inGroup(conversationId, person, robotCode) : withPerson(person, robotCode)),
          },
          answer: delivered,
          // The card's id makes a repetition known.
          repeatable: true,
        })
        .catch((error: unknown) => {
          if (isPlatformError(error, "refused") && error.code === "param.cardAlreadyExist") return undefined;
          throw error;
        });
      const failed = answer?.result?.deliverResults?.find(({ success }) => success === false);
      if (failed)
        throw new PlatformError("refused", `DingTalk refused "${what}": ${failed.errorMsg ?? "no reason"}.`, {
          code: "deliverResults",
        });
      return outTrackId;
    },

    async update(outTrackId, personId, variables) {
      await client.api({
        api: "cardUpdate",
        what: "change a card",
        method: "PUT",
        path: "/v1.0/card/instances",
        body: {
          outTrackId,
          userIdType: BY_USER_ID,
          cardData: { cardParamMap: variables },
          privateData: { [personId]: { cardParamMap: { [SAID]: "" } } },
          cardUpdateOptions: BY_KEY,
        },
        answer: z.unknown(),
        repeatable: true,
      });
    },
  };
}

/** Nobody takes a card elsewhere. The asker is mentioned; everybody never. */
const inGroup = (conversationId: string, { id, name }: Person, robotCode: string) => ({
  openSpaceId: `dtv1.card//IM_GROUP.${conversationId}`,
  imGroupOpenSpaceModel: { supportForward: false },
  imGroupOpenDeliverModel: { robotCode, atUserIds: { [id]: name || id } },
});

const withPerson = ({ id }: Person, robotCode: string) => ({
  openSpaceId: `dtv1.card//IM_ROBOT.${id}`,
  imRobotOpenSpaceModel: { supportForward: false },
  imRobotOpenDeliverModel: { spaceType: "IM_ROBOT", robotCode },
});

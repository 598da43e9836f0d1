import type { Colleague, OfficeChat } from "../office.ts";
import { directChatKey } from "../sandbox.ts";
import { type CardTemplate, OFFICE_TEMPLATE, type TemplatePart } from "./card-template.ts";
import type { Chats } from "./chats.ts";
import { ApiError } from "./errors.ts";
import { parsed } from "./frames.ts";
import { CORP_ID, type Ids } from "./ids.ts";
import { readMarkdown } from "./markdown.ts";
import { asRecord, asText, type Call, type Handlers, isRecord } from "./request.ts";
import type { Stream } from "./stream.ts";

const CALLBACK_TOPIC = "/v1.0/card/instances/callback";
/** "回调响应须在 2 秒内返回" (Card event callback). */
const ANSWER_MS = 2_000;
/** "key 不超过 100 字节，value 不超过 1KB" (Create and deliver cards). */
const MAX_KEY_BYTES = 100;
const MAX_VALUE_BYTES = 1024;

type Values = Readonly<Record<string, string>>;

interface CardInstance {
  readonly outTrackId: string;
  readonly template: CardTemplate;
  readonly chat: OfficeChat;
  readonly spaceId: string;
  readonly hasCallback: boolean;
  readonly raw: unknown;
  data: Values;
  /** By userId. */
  readonly privateData: Map<string, Values>;
}

/** What a button of a card sends when it is pressed. */
interface Pressed {
  readonly actionId: string;
  readonly params: Values;
}

/** Interactive cards: created and delivered, pressed, changed. Source: the pages of 互动卡片, `card_1_0`. */
export class Cards {
  readonly #cards = new Map<string, CardInstance>();

  constructor(
    readonly chats: Chats,
    readonly ids: Ids,
    readonly stream: Stream,
  ) {}

  readonly handlers: Handlers = {
    "card.createAndDeliver": (call) => this.#create(call),
    "card.update": (call) => this.#update(call),
  };

  /** Presses a button of the card in this line; resolves with what is said to the presser alone. `false`: no card's. */
  async press(colleague: Colleague, lineId: string, value: unknown): Promise<string | undefined | false> {
    const card = this.#cards.get(lineId);
    if (!card || !isPressed(value)) return false;
    if (!card.hasCallback) return undefined;
    const { userId } = colleague.dingtalk;
    const content = JSON.stringify({
      cardPrivateData: { actionIds: [value.actionId], params: value.params },
    });
    const answer = await this.stream.ask(
      CALLBACK_TOPIC,
      {
        type: "actionCallback",
        outTrackId: card.outTrackId,
        corpId: CORP_ID,
        userId,
        userIdType: 1,
        spaceId: card.spaceId,
        spaceType: "im",
        extension: "{}",
        content,
        value: content,
      },
      ANSWER_MS,
    );
    const { cardUpdateOptions, cardData, userPrivateData } = asRecord(
      asRecord(parsed(String(answer ?? "{}"))).response,
    );
    const options = asRecord(cardUpdateOptions);
    if (userPrivateData !== undefined) {
      const values = readValues(asRecord(userPrivateData).cardParamMap, "userPrivateData");
      const before = options.updatePrivateDataByKey === true ? card.privateData.get(userId) : undefined;
      card.privateData.set(userId, { ...before, ...values });
    }
    if (cardData !== undefined) {
      const values = readValues(asRecord(cardData).cardParamMap, "cardData");
      card.data = options.updateCardDataByKey === true ? { ...card.data, ...values } : values;
      this.#show(card, true);
    }
    return this.#saidTo(card, userId);
  }

  #create({ body }: Call): unknown {
    const outTrackId = asText(body.outTrackId);
    if (!outTrackId) throw invalid("outTrackId");
    if (body.cardTemplateId !== OFFICE_TEMPLATE.id) throw refused("param.templateNotExist", "模板不存在");
    if (this.#cards.has(outTrackId)) throw refused("param.cardAlreadyExist", "卡片已存在");
    if (body.userIdType !== undefined && body.userIdType !== 1) throw invalid("userIdType");
    const data = readValues(asRecord(body.cardData).cardParamMap, "cardData");
    const spaceId = asText(body.openSpaceId) ?? "";
    const card: CardInstance = {
      outTrackId,
      template: OFFICE_TEMPLATE,
      ...this.#space(spaceId, body),
      hasCallback: body.callbackType === "STREAM",
      raw: body,
      data,
      privateData: new Map(),
    };
    for (const [userId, given] of Object.entries(asRecord(body.privateData)))
      card.privateData.set(userId, readValues(asRecord(given).cardParamMap, "privateData"));
    this.#cards.set(outTrackId, card);
    this.#show(card, false);
    const spaceType = card.chat.kind === "group" ? "IM_GROUP" : "IM_ROBOT";
    const delivery = { spaceType, spaceId: card.spaceId, success: true, carrierId: outTrackId, errorMsg: "" };
    return { success: true, result: { outTrackId, deliverResults: [delivery] } };
  }

  #update({ body }: Call): unknown {
    const card = this.#cards.get(asText(body.outTrackId) ?? "");
    if (!card) throw refused("param.cardNotExist", "卡片不存在");
    const options = asRecord(body.cardUpdateOptions);
    for (const [userId, given] of Object.entries(asRecord(body.privateData))) {
      if (!this.ids.memberByUserId(userId)) throw refused("param.userIdNotExist", "用户不存在");
      const values = readValues(asRecord(given).cardParamMap, "privateData");
      const before = options.updatePrivateDataByKey === true ? card.privateData.get(userId) : undefined;
      card.privateData.set(userId, { ...before, ...values });
    }
    if (body.cardData !== undefined) {
      const values = readValues(asRecord(body.cardData).cardParamMap, "cardData");
      card.data = options.updateCardDataByKey === true ? { ...card.data, ...values } : values;
    }
    this.#show(card, true);
    return { success: true, result: true };
  }

  /** The chat that a card is delivered to: `dtv1.card//IM_GROUP.<cid…>` or `dtv1.card//IM_ROBOT.<userId>`. */
  #space(openSpaceId: string, body: Call["body"]): Pick<CardInstance, "chat" | "spaceId"> {
    const [, type, id = ""] = /^dtv1\.card\/\/(IM_GROUP|IM_ROBOT)\.(.+)$/.exec(openSpaceId) ?? [];
    const model = asRecord(type === "IM_GROUP" ? body.imGroupOpenDeliverModel : body.imRobotOpenDeliverModel);
    const chat = type === "IM_GROUP" ? this.ids.chat(id) : this.#directChat(id);
    if (!chat || (type === "IM_GROUP" && chat.kind !== "group"))
      throw refused("param.openSpaceIdInvalid", "openSpaceId 不合法");
    if (model.robotCode !== this.chats.robotCode)
      throw refused("param.openDeliverModelEmpty", "投放参数为空");
    if (type === "IM_ROBOT" && model.spaceType !== "IM_ROBOT") throw invalid("spaceType");
    for (const userId of Object.keys(asRecord(model.atUserIds)))
      if (!this.ids.memberByUserId(userId)) throw refused("param.userIdNotExist", "用户不存在");
    return { chat, spaceId: chat.dingtalk.conversationId };
  }

  #directChat(userId: string): OfficeChat | undefined {
    const member = this.ids.memberByUserId(userId);
    return member && this.ids.world.office.chats.find(({ key }) => key === directChatKey(member.key));
  }

  #show(card: CardInstance, isUpdate: boolean): void {
    const at = asRecord(asRecord(asRecord(card.raw).imGroupOpenDeliverModel).atUserIds);
    const mentioned = Object.keys(at).map((userId) => `@${this.ids.memberByUserId(userId)?.name ?? userId}`);
    const lines = card.template.parts.flatMap((part) => shownTo(part, card.data) ?? []);
    const buttons = card.template.parts.flatMap((part) => buttonOf(part, card.data) ?? []);
    const text = [...mentioned, ...lines].join("\n");
    const raw = { cardTemplateId: card.template.id, cardParamMap: card.data };
    this.chats.show(card.chat, { text, buttons, says: [], raw }, { id: card.outTrackId, isUpdate });
  }

  #saidTo({ template, privateData }: CardInstance, userId: string): string | undefined {
    const values = privateData.get(userId) ?? {};
    const said = template.parts.flatMap((part) =>
      part.kind === "private" && values[part.variable] ? [values[part.variable]] : [],
    );
    return said.length > 0 ? said.join("\n") : undefined;
  }
}

/** The card that a colleague pressed has a button like this. */
const isPressed = (value: unknown): value is Pressed =>
  isRecord(value) && typeof value.actionId === "string" && isRecord(value.params);

function shownTo(part: TemplatePart, data: Values): string | undefined {
  if (part.kind === "button" || part.kind === "private") return undefined;
  const value = data[part.variable];
  if (!value) return undefined;
  return part.kind === "markdown" ? readMarkdown(value).text : value;
}

function buttonOf(part: TemplatePart, data: Values): { label: string; value: Pressed } | undefined {
  if (part.kind !== "button") return undefined;
  const label = data[part.label];
  if (!label) return undefined;
  const params = Object.fromEntries(
    Object.entries(part.params).map(([name, variable]) => [name, data[variable] ?? ""]),
  );
  return { label, value: { actionId: part.actionId, params } };
}

/** Strings only, of a limited size. */
function readValues(given: unknown, where: string): Values {
  if (!isRecord(given)) throw invalid(where);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== "string") throw invalid(`${where}.${key}`);
    const isTooLong = Buffer.byteLength(key) > MAX_KEY_BYTES || Buffer.byteLength(value) > MAX_VALUE_BYTES;
    if (isTooLong) throw invalid(`${where}.${key}`);
  }
  return given as Values;
}

const refused = (code: string, message: string): ApiError => new ApiError(400, code, message);
const invalid = (name: string): ApiError => refused("param.invalid", `参数无效：${name}`);

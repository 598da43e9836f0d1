import { z } from "zod";
import type { DingTalkConfig } from "../config.ts";
import { errorOf } from "../platforms/dingtalk/errors.ts";
import { countedAs } from "../platforms/dingtalk/limits.ts";
import { PERMISSIONS, type PermissionCode } from "../platforms/dingtalk/permissions.ts";
import { MADE_UP, PROBES, type Request, type Subject } from "./dingtalk-probes.ts";
import { OUT_OF_RANGE, REASONS } from "./dingtalk-reasons.ts";
import { type Finding, GRANTED, type Verdict } from "./finding.ts";
import {
  clockFinding,
  connectionVerdict,
  notChecked,
  permissionFinding,
  type Tools,
} from "./platform-findings.ts";
import { bodyIn, errorIn, failureOf, type Outcome, outcomeOf, verdictOn } from "./verdict.ts";

const tokenAnswer = z.object({ accessToken: z.string().min(1) });
const gatewayAnswer = z.object({ endpoint: z.url({ protocol: /^wss?$/ }) });
const administrators = z.object({ result: z.array(z.object({ userid: z.string() })).min(1) });
const user = z.object({ result: z.object({ unionid: z.string().min(1) }) });
const rooms = z.object({ result: z.array(z.object({ roomId: z.string() })) });

/** Where a bot's messages are pushed; the gateway gives no ticket for nothing. */
const SUBSCRIPTION = { type: "CALLBACK", topic: "/v1.0/im/bot/messages/get" };

const TOKEN = { check: "token", label: { en: "access token", zh: "access token" } };
const STREAM = { check: "stream", label: { en: "stream connection", zh: "Stream 连接" } };
const ROBOT = { check: "robot", label: { en: "robot", zh: "机器人" } };
const GIVEN: Verdict = { mark: "ok", result: { en: "given", zh: "可以获取" } };

/** What cannot be asked for: no page tells of an API for it. */
const HEARING: Finding = {
  check: "hearing",
  label: { en: "hearing messages", zh: "接收消息" },
  mark: "unknown",
  result: { en: "cannot be checked from here", zh: "这里查不出来" },
  todo: {
    en: "See that the robot's message receiving mode is Stream and a version is released, then write to the bot.",
    zh: "确认机器人的消息接收模式是 Stream、版本已发布，然后给机器人发条消息试试。",
  },
};

/** Everything that can be seen of an app on DingTalk. Costs six calls of the month: one for each metered permission. */
export async function examineDingTalk(config: DingTalkConfig, tools: Tools): Promise<Finding[]> {
  const { clientId, clientSecret, robotCode, apiBase, oapiBase } = config;
  const { ask, clock, onCounted } = tools;

  const gateway = async (path: string, body: object): Promise<Outcome> =>
    await outcomeOf(ask, { method: "POST", url: `${apiBase}${path}`, body }, (answer) =>
      errorOf(answer, path),
    );

  /**
   * A ticket is good for 90 s and one connection, and a push goes to one of the connections ("Stream mode protocol"):
   * a ticket that nobody connects with takes none from a bot that runs meanwhile.
   */
  const stream = async (): Promise<Finding> => {
    const subscriptions = [SUBSCRIPTION];
    const outcome = await gateway("/v1.0/gateway/connections/open", {
      clientId,
      clientSecret,
      subscriptions,
      ua: "freeroom",
    });
    const read = gatewayAnswer.safeParse(bodyIn(outcome));
    const verdict = read.success
      ? await connectionVerdict(ask, read.data.endpoint)
      : failureOf(outcome, REASONS);
    return { ...STREAM, ...verdict };
  };

  const askForToken = () =>
    gateway("/v1.0/oauth2/accessToken", { appKey: clientId, appSecret: clientSecret });
  const [tokenOutcome, streamFinding] = await Promise.all([askForToken(), stream()]);
  const token = tokenAnswer.safeParse(bodyIn(tokenOutcome)).data?.accessToken;
  const first: Finding[] = [
    { ...TOKEN, ...(token ? GIVEN : failureOf(tokenOutcome, REASONS)) },
    streamFinding,
    clockFinding(tokenOutcome),
  ];
  if (!token) return [...first, notChecked];

  const call = async ({ host, method, path, query, body }: Request): Promise<Outcome> =>
    await outcomeOf(
      ask,
      host === "api"
        ? {
            method,
            url: `${apiBase}${path}`,
            headers: { "x-acs-dingtalk-access-token": token },
            ...(query && { query }),
            body,
          }
        : { method, url: `${oapiBase}${path}`, query: { ...query, access_token: token }, body },
      (answer) => errorOf(answer, path),
    );
  const probe = async (code: PermissionCode, subject: Subject): Promise<Outcome> => {
    const { api, request } = PROBES[code];
    const outcome = await call(request(subject));
    if (countedAs(api) === "calls") onCounted();
    return outcome;
  };

  // An administrator is somebody whom every app may know of: the contacts' range does not hold for this list.
  const listed = await call({ host: "oapi", method: "POST", path: "/topapi/user/listadmin", body: {} });
  const userId = administrators.safeParse(bodyIn(listed)).data?.result[0]?.userid ?? MADE_UP.userId;
  const nobody: Subject = { ...MADE_UP, userId, robotCode, nowMs: clock.now() };
  const member = await probe("qyapi_get_member", nobody);
  const unionId = user.safeParse(bodyIn(member)).data?.result.unionid ?? MADE_UP.unionId;
  const somebody: Subject = { ...nobody, unionId };
  const roomList = await probe("VideoConference.Conference.Read", somebody);
  const roomId = rooms.safeParse(bodyIn(roomList)).data?.result[0]?.roomId ?? MADE_UP.roomId;
  const subject: Subject = { ...somebody, roomId };

  const known: { readonly [code in PermissionCode]?: Outcome } = {
    qyapi_get_member: member,
    "VideoConference.Conference.Read": roomList,
  };
  const codes = Object.keys(PROBES) as PermissionCode[];
  const outcomes = await Promise.all(
    codes.map(async (code) => ({ code, outcome: known[code] ?? (await probe(code, subject)) })),
  );
  const isNobody = unionId === MADE_UP.unionId;
  const verdictFor = (outcome: Outcome): Verdict =>
    // Nobody is out of range for everybody, and who is told so was let through by the gateway.
    isNobody && errorIn(outcome)?.code === OUT_OF_RANGE ? GRANTED : verdictOn(outcome, REASONS);
  const sent = outcomes.find(({ code }) => code === "qyapi_robot_sendmsg")?.outcome;
  return [
    ...first,
    { ...ROBOT, ...robotVerdict(sent) },
    ...outcomes.map(({ code, outcome }) => permissionFinding(code, PERMISSIONS[code], verdictFor(outcome))),
    HEARING,
  ];
}

/** What the message to nobody tells of the robot itself. */
function robotVerdict(sent: Outcome | undefined): Verdict {
  const code = sent && errorIn(sent)?.code;
  if (sent && bodyIn(sent) !== undefined) return { mark: "ok", result: { en: "there", zh: "已启用" } };
  if (code === "robot.oto.notExist" || /robotCode/i.test(code ?? ""))
    return {
      mark: "wrong",
      result: { en: "the app has no robot of this code", zh: "应用下没有这个编码的机器人" },
      todo: {
        en: "Developer console, Add app capabilities: add Robot and release a version; leave DINGTALK_ROBOT_CODE empty unless the console names another code than the Client ID.",
        zh: "到开发者后台添加机器人能力并发布版本；如果后台的 RobotCode 就是 Client ID，DINGTALK_ROBOT_CODE 留空。",
      },
      link: "https://open-dev.dingtalk.com",
    };
  return {
    mark: "unknown",
    result: {
      en: "only a message that is accepted (qyapi_robot_sendmsg) tells",
      zh: "要能发消息（qyapi_robot_sendmsg）才查得出来",
    },
  };
}

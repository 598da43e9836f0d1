import { z } from "zod";
import type { FeishuConfig } from "../config.ts";
import { errorOf } from "../platforms/feishu/errors.ts";
import { USER_SCOPES } from "../platforms/feishu/link/scopes.ts";
import { EVENTS, PERMISSIONS, type PermissionCode } from "../platforms/feishu/permissions.ts";
import type { Question } from "./ask.ts";
import { NO_ROOM, PROBES, type Request, type Subject } from "./feishu-probes.ts";
import { NOT_GRANTED, REASONS, robotVerdict } from "./feishu-reasons.ts";
import { type Finding, GRANTED, type Verdict } from "./finding.ts";
import {
  clockFinding,
  connectionVerdict,
  notChecked,
  permissionFinding,
  type Tools,
} from "./platform-findings.ts";
import { bodyIn, failureOf, type Outcome, outcomeOf, verdictOn } from "./verdict.ts";

const tokenAnswer = z.object({ tenant_access_token: z.string().min(1) });
const endpointAnswer = z.object({ data: z.object({ URL: z.url({ protocol: /^wss?$/ }) }) });
const botAnswer = z.object({ bot: z.object({ activate_status: z.number() }) });
const roomsAnswer = z.object({ data: z.object({ rooms: z.array(z.object({ room_id: z.string() })) }) });
/** `scope_type` is in no page and in every answer that was seen; 1 is granted. */
const scopesAnswer = z.object({
  data: z.object({
    scopes: z.array(
      z.object({ scope_name: z.string(), grant_status: z.number(), scope_type: z.string().nullish() }),
    ),
  }),
});
const IS_GRANTED = 1;

const TOKEN = { check: "token", label: { en: "access token", zh: "access token" } };
const CONNECTION = { check: "connection", label: { en: "long connection", zh: "长连接" } };
const LINKING = { check: "linking", label: { en: "linking accounts", zh: "关联账号" } };
/** No page tells whether the list has it: it is a switch beside the permissions. */
const RENEWAL = "offline_access";
const ROBOT = { check: "robot", label: { en: "bot", zh: "机器人" } };
const GIVEN: Verdict = { mark: "ok", result: { en: "given", zh: "可以获取" } };

/** What cannot be asked for: no page tells of an API for it that takes no further permission. */
const HEARING: Finding = {
  check: "hearing",
  label: { en: "hearing messages", zh: "接收消息" },
  mark: "unknown",
  result: { en: "cannot be checked from here", zh: "这里查不出来" },
  todo: {
    en: `See that ${Object.keys(EVENTS).join(" and ")} are added with the long connection and a version is released, then write to the bot.`,
    zh: `确认 ${Object.keys(EVENTS).join(" 和 ")} 已按长连接方式添加、版本已发布，然后给机器人发条消息试试。`,
  },
};

/** Everything that can be seen of an app on Feishu. Some fifteen calls, of which the free edition alone keeps count. */
export async function examineFeishu(config: FeishuConfig, tools: Tools): Promise<Finding[]> {
  const { appId, appSecret, domain } = config;
  const { ask, clock, onCounted } = tools;
  const call = async ({ method, path, query, body }: Request, headers: Question["headers"] = {}) =>
    await outcomeOf(
      ask,
      { method, url: `${domain}${path}`, headers, ...(query && { query }), body },
      (answer) => errorOf(answer, path),
    );

  /**
   * Whoever asks for the address is not connected by that, and an event goes to one of the connections ("Receive
   * events through a long connection"): an address that nobody connects to takes none from a bot that runs meanwhile.
   */
  const connection = async (): Promise<Finding> => {
    const body = { AppID: appId, AppSecret: appSecret };
    const outcome = await call({ method: "POST", path: "/callback/ws/endpoint", body }, { locale: "zh" });
    const read = endpointAnswer.safeParse(bodyIn(outcome));
    const verdict = read.success
      ? await connectionVerdict(ask, read.data.data.URL)
      : failureOf(outcome, REASONS);
    return { ...CONNECTION, ...verdict };
  };
  const askForToken = () =>
    call({
      method: "POST",
      path: "/open-apis/auth/v3/tenant_access_token/internal",
      body: { app_id: appId, app_secret: appSecret },
    });
  const [tokenOutcome, connectionFinding] = await Promise.all([askForToken(), connection()]);
  const token = tokenAnswer.safeParse(bodyIn(tokenOutcome)).data?.tenant_access_token;
  const first: Finding[] = [
    { ...TOKEN, ...(token ? GIVEN : failureOf(tokenOutcome, REASONS)) },
    connectionFinding,
    clockFinding(tokenOutcome),
  ];
  if (!token) return [...first, notChecked];

  const callAsApp = async (request: Request): Promise<Outcome> => {
    const outcome = await call(request, { authorization: `Bearer ${token}` });
    onCounted();
    return outcome;
  };
  const read = (path: string) => callAsApp({ method: "GET", path });
  const probe = async (code: PermissionCode, subject: Subject): Promise<Outcome | undefined> => {
    const found = PROBES[code];
    return found && (await callAsApp(found.request(subject)));
  };

  const noRoom: Subject = { roomId: NO_ROOM, nowMs: clock.now() };
  const [bot, scopes, roomList] = await Promise.all([
    read("/open-apis/bot/v3/info"),
    // Takes no permission ("Query tenant authorization status").
    read("/open-apis/application/v6/scopes"),
    probe("vc:room:readonly", noRoom),
  ]);
  const room = roomsAnswer.safeParse(roomList && bodyIn(roomList)).data?.data.rooms[0]?.room_id;
  const subject = room === undefined ? noRoom : { ...noRoom, roomId: room };
  const granted = grantedIn(scopes, "tenant");

  const codes = Object.keys(PERMISSIONS) as PermissionCode[];
  const permissions = await Promise.all(
    codes.map(async (code) => {
      const outcome = code === "vc:room:readonly" ? roomList : await probe(code, subject);
      const called = outcome && verdictOn(outcome, REASONS);
      // A call that went through, or did not, counts for more than a list.
      const isClear = called && called.mark !== "unknown";
      const verdict = isClear ? called : (listedVerdict(code, granted) ?? called ?? cannotTell);
      return permissionFinding(code, PERMISSIONS[code], withLink(verdict, config, code));
    }),
  );
  const linking = config.userLink
    ? [{ ...LINKING, ...(await linkingVerdict(config, tools, grantedIn(scopes, "user"))) }]
    : [];
  return [...first, { ...ROBOT, ...botVerdict(bot) }, ...permissions, ...linking, HEARING];
}

/**
 * The permissions that the tenant has granted the app, in its own name or in colleagues'; undefined where the list
 * cannot be had, or does not tell the two apart and colleagues' are asked for.
 */
function grantedIn(scopes: Outcome, type: "tenant" | "user"): ReadonlySet<string> | undefined {
  const read = scopesAnswer.safeParse(bodyIn(scopes));
  if (!read.success) return undefined;
  const { scopes: all } = read.data.data;
  if (type === "user" && all.every(({ scope_type }) => !scope_type)) return undefined;
  const own = all.filter(
    ({ grant_status, scope_type }) => grant_status === IS_GRANTED && (scope_type || "tenant") === type,
  );
  return new Set(own.map(({ scope_name }) => scope_name));
}

/** Whether colleagues can link their accounts: the account server is another host, and the permissions are others. */
async function linkingVerdict(
  { accountsDomain }: FeishuConfig,
  { ask }: Tools,
  granted: ReadonlySet<string> | undefined,
): Promise<Verdict> {
  const reached = await connectionVerdict(ask, accountsDomain);
  if (reached.mark !== "ok") return reached;
  const missing = Object.keys(USER_SCOPES).filter((code) => code !== RENEWAL && !granted?.has(code));
  if (granted && missing.length > 0)
    return {
      mark: "wrong",
      result: {
        en: `colleagues cannot allow ${missing.join(", ")}`,
        zh: `同事无法授权 ${missing.join("、")}`,
      },
      todo: {
        en: "Grant these as user permissions under Permissions & scopes and release a version, or set FEISHU_USER_LINK=off.",
        zh: "到权限管理里把它们开通为用户身份权限并发布版本，或者设置 FEISHU_USER_LINK=off。",
      },
    };
  return granted ? reached : { ...cannotTell, result: reached.result };
}

function listedVerdict(code: string, granted: ReadonlySet<string> | undefined): Verdict | undefined {
  if (!granted) return undefined;
  return granted.has(code) ? GRANTED : { mark: "wrong", ...NOT_GRANTED };
}

const cannotTell: Verdict = {
  mark: "unknown",
  result: { en: "no call shows it", zh: "没有接口能查" },
  todo: {
    en: "See under Permissions & scopes that it is granted.",
    zh: "请在权限管理里确认已开通。",
  },
};

/** Where the vendor gave no link to what is missing: the same that its errors give for others. */
const withLink = (verdict: Verdict, { domain, appId }: FeishuConfig, code: string): Verdict =>
  verdict.mark === "wrong" && verdict.result === NOT_GRANTED.result && verdict.link === undefined
    ? { ...verdict, link: `${domain}/app/${appId}/auth?q=${code}&op_from=openapi&token_type=tenant` }
    : verdict;

function botVerdict(outcome: Outcome): Verdict {
  if ("none" in outcome) return verdictOn(outcome, REASONS);
  const { error } = outcome;
  if (error && error.kind !== "refused") return verdictOn(outcome, REASONS);
  return robotVerdict(botAnswer.safeParse(bodyIn(outcome)).data?.bot.activate_status);
}

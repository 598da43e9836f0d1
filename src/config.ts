import { existsSync } from "node:fs";
import { IANAZone } from "luxon";
import { z } from "zod";
import type { Office } from "./bot/desk.ts";
import { ConfigError } from "./core/errors.ts";

/**
 * The environment, read once into one frozen value, or one error that names every bad variable.
 * `.env.example` lists the same variables in the same order; a test keeps them equal.
 */

const text = z.string().trim();
const optional = text.optional().transform((value) => value || undefined);
const origin = (fallback: string) =>
  text
    .default(fallback)
    .refine((value) => /^https?:\/\/[^\s/]+/.test(value), "must be an http(s) address such as https://host")
    .transform((value) => value.replace(/\/+$/, ""));
const count = (fallback: number, least = 0) =>
  text
    .default(String(fallback))
    .refine(
      (value) => /^\d+$/.test(value) && Number(value) >= least,
      `must be a whole number, ${least} or more`,
    )
    .transform(Number);
const ids = text.default("").transform((value) =>
  value
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean),
);
const oneOf = <T extends string>(fallback: NoInfer<T>, values: readonly T[]) =>
  text
    .default(fallback)
    .refine((value) => values.includes(value as T), `must be one of ${values.join(", ")}`)
    .transform((value) => value as T);

const minuteOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const isClock = (clock: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(clock);

const workingHours = text
  .default("09:00-18:00")
  .refine((value) => {
    const [from = "", to = "", ...rest] = value.split("-");
    return rest.length === 0 && isClock(from) && isClock(to) && minuteOfDay(from) < minuteOfDay(to);
  }, "must be two times of day such as 09:00-18:00")
  .transform((value) => ({ from: minuteOfDay(value.slice(0, 5)), to: minuteOfDay(value.slice(6)) }));

const workingDays = text
  .default("1-5")
  .refine(
    (value) => /^[1-7](-[1-7])?(,[1-7](-[1-7])?)*$/.test(value),
    "must be weekdays such as 1-5 or 1,3,5 (1 is Monday)",
  )
  .transform((value) =>
    value.split(",").flatMap((part) => {
      const [from = 1, to = from] = part.split("-").map(Number);
      return [1, 2, 3, 4, 5, 6, 7].filter((day) =>
        from <= to ? day >= from && day <= to : day >= from || day <= to,
      );
    }),
  );

/** One row a variable, grouped as in `.env.example`. */
const VARIABLES = {
  DINGTALK_CLIENT_ID: optional,
  DINGTALK_CLIENT_SECRET: optional,
  DINGTALK_ROBOT_CODE: optional,
  DINGTALK_CARD_TEMPLATE_ID: optional,
  DINGTALK_API_BASE: origin("https://api.dingtalk.com"),
  DINGTALK_OAPI_BASE: origin("https://oapi.dingtalk.com"),
  DINGTALK_QPS: count(20, 1),
  DINGTALK_MONTHLY_CALLS: count(5000),
  DINGTALK_MONTHLY_MESSAGES: count(3000),

  FEISHU_APP_ID: optional.refine(
    (value) => value === undefined || /^cli_[0-9a-fA-F]{16}$/.test(value),
    "must be cli_ and 16 hex digits",
  ),
  FEISHU_APP_SECRET: optional,
  FEISHU_DOMAIN: origin("https://open.feishu.cn"),
  FEISHU_ACCOUNTS_DOMAIN: origin("https://accounts.feishu.cn"),
  FEISHU_USER_LINK: oneOf("on", ["on", "off"]),
  FEISHU_FREEBUSY: oneOf("list", ["list", "batch"]),
  FEISHU_QPS: count(50, 1),
  FEISHU_QPM: count(1000, 1),
  FEISHU_MONTHLY_CALLS: count(0),

  QUESTION_ROOMS: count(40),
  TIME_ZONE: text
    .default("Asia/Shanghai")
    .refine((value) => IANAZone.isValidZone(value), "must be an IANA zone such as Asia/Shanghai"),
  WORKING_HOURS: workingHours,
  WORKING_DAYS: workingDays,
  DEFAULT_MINUTES: count(60, 1).refine((minutes) => minutes <= 1440, "must be 1440 or less"),
  LANGUAGE: oneOf("auto", ["auto", "zh", "en"]),
  ROOMS_EXCLUDE: ids,
  ALLOW_CHATS: ids,
  ALLOW_USERS: ids,
  PERSON_DAILY_MESSAGES: count(100),

  STORAGE_URL: text
    .default("file:./data/freeroom.db")
    .refine(
      (value) => /^(memory:$|file:.+|rediss?:\/\/.+)/.test(value),
      "must be file:<path>, redis://<host>:<port>/<database> or memory:",
    ),
  TOKEN_KEY: optional,
  SANDBOX: oneOf("auto", ["auto", "on", "off"]),
  HTTP_HOST: text.default("127.0.0.1"),
  HTTP_PORT: text
    .optional()
    .refine(
      (value) => !value || (/^\d+$/.test(value) && Number(value) <= 65535),
      "must be a port, 0 to 65535",
    )
    .transform((value) => (value ? Number(value) : undefined)),
  LOG_LEVEL: oneOf("info", ["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
} as const;

/** Every variable's name, in the order of `.env.example`. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];

const PAIRS = [
  ["DINGTALK_CLIENT_ID", "DINGTALK_CLIENT_SECRET"],
  ["FEISHU_APP_ID", "FEISHU_APP_SECRET"],
] as const;

const schema = z.object(VARIABLES).superRefine((values, context) => {
  for (const [id, secret] of PAIRS) {
    if (Boolean(values[id]) === Boolean(values[secret])) continue;
    const [missing, present] = values[id] ? [secret, id] : [id, secret];
    context.addIssue({ code: "custom", path: [missing], message: `is missing although ${present} is set` });
  }
});

type Values = z.output<typeof schema>;

export interface DingTalkConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly robotCode: string;
  /** Answers are cards of this template; without it, markdown. */
  readonly cardTemplateId?: string;
  readonly apiBase: string;
  readonly oapiBase: string;
  readonly qps: number;
  /** What the bot may plan with in a month; absent or infinite is no limit. */
  readonly monthlyCalls?: number;
  readonly monthlyMessages?: number;
}

export interface FeishuConfig {
  readonly appId: string;
  readonly appSecret: string;
  readonly domain: string;
  readonly accountsDomain: string;
  /** Whether colleagues may link their accounts. */
  readonly userLink: boolean;
  /** How rooms' busy times are asked for: one room a call (the default), or twenty. */
  readonly freeBusy?: "list" | "batch";
  readonly qps: number;
  readonly qpm: number;
  readonly monthlyCalls?: number;
}

export interface Config {
  readonly dingtalk: DingTalkConfig | undefined;
  readonly feishu: FeishuConfig | undefined;
  readonly office: Office;
  readonly storageUrl: string;
  /** Base64 of the key that colleagues' tokens are kept under; absent: one is made beside the storage's file. */
  readonly tokenKey: string | undefined;
  /** Whether to start the local imitation of both vendors. */
  readonly sandbox: boolean;
  readonly http: { readonly host: string; readonly port: number; readonly isPortFixed: boolean };
  readonly logLevel: string;
}

/** Reads `.env` of the working directory into `process.env`, where there is one; what is set already wins. */
export function loadEnvFile(path = ".env"): void {
  if (existsSync(path)) process.loadEnvFile(path);
}

/**
 * The configuration that `env` describes.
 * @throws {ConfigError} naming every variable that is wrong, in one message
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new ConfigError(
      `The configuration is wrong:\n${[...new Set(lines)].join("\n")}\nSee .env.example for what each variable means.`,
    );
  }
  return freeze(parsed.data, env.NODE_ENV);
}

function freeze(values: Values, nodeEnv: string | undefined): Config {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = values;
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = values;
  const hasCredentials = Boolean(clientId || appId);
  const sandbox =
    values.SANDBOX === "on" || (values.SANDBOX === "auto" && !hasCredentials && nodeEnv !== "production");
  if (sandbox && hasCredentials) {
    throw new ConfigError(
      "SANDBOX=on cannot be combined with credentials: unset the credentials, or set SANDBOX=off.",
    );
  }
  if (!sandbox && !hasCredentials) {
    throw new ConfigError(
      "No platform is configured: set DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET, or FEISHU_APP_ID and FEISHU_APP_SECRET, " +
        "or SANDBOX=on to try it without.\nSee .env.example for what each variable means.",
    );
  }
  return Object.freeze({
    dingtalk:
      clientId && clientSecret
        ? {
            clientId,
            clientSecret,
            robotCode: values.DINGTALK_ROBOT_CODE ?? clientId,
            ...(values.DINGTALK_CARD_TEMPLATE_ID && { cardTemplateId: values.DINGTALK_CARD_TEMPLATE_ID }),
            apiBase: values.DINGTALK_API_BASE,
            oapiBase: values.DINGTALK_OAPI_BASE,
            qps: values.DINGTALK_QPS,
            monthlyCalls: values.DINGTALK_MONTHLY_CALLS || Number.POSITIVE_INFINITY,
            monthlyMessages: values.DINGTALK_MONTHLY_MESSAGES || Number.POSITIVE_INFINITY,
          }
        : undefined,
    feishu:
      appId && appSecret
        ? {
            appId,
            appSecret,
            domain: values.FEISHU_DOMAIN,
            accountsDomain: values.FEISHU_ACCOUNTS_DOMAIN,
            userLink: values.FEISHU_USER_LINK === "on",
            freeBusy: values.FEISHU_FREEBUSY,
            qps: values.FEISHU_QPS,
            qpm: values.FEISHU_QPM,
            monthlyCalls: values.FEISHU_MONTHLY_CALLS || Number.POSITIVE_INFINITY,
          }
        : undefined,
    office: {
      zone: values.TIME_ZONE,
      workingMinutes: values.WORKING_HOURS,
      workingDays: values.WORKING_DAYS,
      defaultMinutes: values.DEFAULT_MINUTES,
      language: values.LANGUAGE,
      questionRooms: values.QUESTION_ROOMS || Number.POSITIVE_INFINITY,
      roomsExclude: values.ROOMS_EXCLUDE,
      allowChats: values.ALLOW_CHATS,
      allowUsers: values.ALLOW_USERS,
      personDailyMessages: values.PERSON_DAILY_MESSAGES || Number.POSITIVE_INFINITY,
    },
    storageUrl: values.STORAGE_URL,
    tokenKey: values.TOKEN_KEY,
    sandbox,
    http: {
      host: values.HTTP_HOST,
      port: values.HTTP_PORT ?? 3000,
      isPortFixed: values.HTTP_PORT !== undefined,
    },
    logLevel: values.LOG_LEVEL,
  });
}

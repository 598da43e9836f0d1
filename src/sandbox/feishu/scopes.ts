import { COVERAGE } from "./coverage.ts";
import type { Switches } from "./switches.ts";

/** Any of these shows everything about people and departments. */
const ALL_OF_PEOPLE = [
  "contact:contact:access_as_app",
  "contact:contact:readonly",
  "contact:contact:readonly_as_app",
];

/** What is left out of answers without one of these scopes: the rows "字段权限要求" of the contacts' pages. */
export const FIELD_SCOPES = {
  user: {
    ...fields("contact:user.base:readonly", ["name", "en_name", "nickname", "avatar"]),
    ...fields("contact:user.department:readonly", ["department_ids"]),
    ...fields("contact:user.employee:readonly", ["is_tenant_manager", "job_title", "status"]),
    ...fields("contact:user.gender:readonly", ["gender"]),
  },
  department: {
    ...fields("contact:department.base:readonly", ["name", "i18n_name", "department_id", "status"]),
    ...fields("contact:department.organize:readonly", ["parent_department_id"]),
  },
} as const;

/** What a message takes to be pushed: "接收消息". */
export const HEARING_SCOPES = {
  direct: ["im:message.p2p_msg:readonly", "im:message.p2p_msg"],
  group: [
    "im:message.group_at_msg:readonly",
    "im:message.group_at_msg",
    "im:message.group_at_msg.include_bot:readonly",
    "im:message.group_msg",
    "im:message.group_msg:readonly",
  ],
} as const;

/** Every scope that is known here. */
const KNOWN: readonly string[] = [
  ...new Set([
    ...COVERAGE.flatMap(({ scopes = [] }) => scopes),
    ...Object.values(FIELD_SCOPES).flatMap((of) => Object.values(of).flat()),
    ...Object.values(HEARING_SCOPES).flat(),
  ]),
];

/** What `application/v6/scopes` tells: 1 is granted, 2 is asked for and not granted. */
export const scopeList = ({ missingScopes, withheldScopes }: Switches): object => ({
  scopes: [
    ...listed(KNOWN, "tenant", missingScopes),
    ...listed(
      COVERAGE.flatMap(({ token, scopes = [] }) => (token ? scopes : [])),
      "user",
      withheldScopes,
    ),
  ],
});

const listed = (scopes: readonly string[], scope_type: string, missing: ReadonlySet<string>): object[] =>
  [...new Set(scopes)].map((scope_name) => ({
    scope_name,
    scope_type,
    grant_status: missing.has(scope_name) ? 2 : 1,
  }));

/** Whether the app has any of these. */
export const hasAny = (scopes: readonly string[], { missingScopes }: Switches): boolean =>
  scopes.some((scope) => !missingScopes.has(scope));

/** A person or a department as an app with these scopes sees it. */
export const visible = (
  kind: keyof typeof FIELD_SCOPES,
  all: Readonly<Record<string, unknown>>,
  switches: Switches,
): object => {
  const needed: Readonly<Record<string, readonly string[]>> = FIELD_SCOPES[kind];
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !needed[name] || hasAny(needed[name], switches)),
  );
};

function fields(scope: string, names: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(names.map((name) => [name, [scope, ...ALL_OF_PEOPLE]]));
}

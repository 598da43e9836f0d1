import type { Colleague, Office } from "../office.ts";
import { feishuIds } from "../seed/ids.ts";
import { invalidFields } from "./errors.ts";

/** How a request names people: by their id in this app, of this developer, or in the organisation. */
export type UserIdType = "open_id" | "union_id" | "user_id";

const FIELDS = { open_id: "openId", union_id: "unionId", user_id: "userId" } as const;

export function userIdType(query: URLSearchParams, name = "user_id_type"): UserIdType {
  const type = query.get(name) ?? "open_id";
  if (type in FIELDS) return type as UserIdType;
  throw invalidFields([
    { field: name, description: `${name} is optional, options: [user_id,union_id,open_id]` },
  ]);
}

/** Whoever can have a calendar: a colleague, somebody of the other staff, or the app's bot. */
export type Person = Pick<Colleague, "key" | "name" | "feishu">;

export const userId = (person: Person, type: UserIdType): string => person.feishu[FIELDS[type]];

/** Whom the office knows by this key; of the other staff nothing is known but that they are. */
export function personOf(office: Office, key: string): Person {
  const colleague = office.colleagues.find((one) => one.key === key);
  if (colleague) return colleague;
  const { openId, unionId, userId } = feishuIds;
  return { key, name: "同事", feishu: { openId: openId(key), unionId: unionId(key), userId: userId(key) } };
}

export const findColleague = (office: Office, type: UserIdType, id: string): Colleague | undefined =>
  office.colleagues.find((one) => userId(one, type) === id);

/** The colleague, where the organisation's own directory has them: guests of another organisation it has not. */
export function findMember(office: Office, type: UserIdType, id: string): Colleague | undefined {
  const found = findColleague(office, type, id);
  return found?.isOutsider ? undefined : found;
}

/** The colleague's department and those above it, from the nearest. */
export function departmentsOf(office: Office, departmentKey: string): Office["departments"] {
  const department = office.departments.find((one) => one.key === departmentKey);
  if (!department) return [];
  return [department, ...(department.parentKey ? departmentsOf(office, department.parentKey) : [])];
}

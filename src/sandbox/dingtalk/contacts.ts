import type { Colleague } from "../office.ts";
import { ApiError, OapiError, oapiDepartmentNotFound, oapiRequestId, oapiUserNotFound } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { asText, type Call, type Handlers } from "./request.ts";

/** Most people on one page of a search, as the vendor's own tool description has it; the page names no limit. */
const LARGEST_PAGE = 50;

/** People and their departments: oapi tells them, the newer host finds them by name. */
export function contactHandlers(ids: Ids): Handlers {
  const byUserId = ({ body }: Call): Colleague => {
    const member = ids.memberByUserId(required(body.userid, "userid"));
    if (!member) throw oapiUserNotFound();
    return member;
  };
  return {
    "contact.user.get": (call) => ok(userOf(byUserId(call), ids)),
    /** Whatever the app may know of people: "本接口不受通讯录权限范围限制". 1: the main administrator, 2: another. */
    "contact.user.listAdmin": () => ({
      errcode: 0,
      errmsg: "ok",
      result: ids
        .members()
        .filter((one) => one.isAdmin)
        .map((one, at) => ({ sys_level: at === 0 ? 1 : 2, userid: one.dingtalk.userId })),
      request_id: oapiRequestId(),
    }),
    "contact.user.getByUnionId": ({ body }) => {
      const member = ids.member(required(body.unionid, "unionid"));
      if (!member) throw oapiUserNotFound();
      return ok({ contact_type: 0, userid: member.dingtalk.userId });
    },
    "contact.department.listParentByUser": (call) =>
      ok({ parent_list: [{ parent_dept_id_list: ids.departmentChain(byUserId(call)) }] }),
    "contact.department.get": ({ body }) => {
      const id = Number(required(String(body.dept_id ?? ""), "dept_id"));
      const department = ids.department(id);
      if (!department) throw oapiDepartmentNotFound();
      return ok({ dept_id: id, name: department.name, parent_id: ids.parentOf(department) });
    },
    "contact.users.search": ({ body }) => {
      const [word, offset, size] = ["queryWord", "offset", "size"].map((name) => mandatory(body, name));
      if (typeof word !== "string" || !isWhole(offset, 0) || !isWhole(size, 1) || size > LARGEST_PAGE) {
        throw new ApiError(400, "parameter.error", "参数错误");
      }
      const found = ids.members().filter((member) => isCalled(member, word, body.fullMatchField === 1));
      return {
        hasMore: offset + size < found.length,
        totalCount: found.length,
        list: found.slice(offset, offset + size).map((member) => member.dingtalk.userId),
      };
    },
  };
}

/** "精确匹配用户名称" is the name as it stands; otherwise a part of it or of the English name is enough. */
const isCalled = ({ name, englishName }: Colleague, word: string, isExact: boolean): boolean =>
  isExact
    ? name === word
    : [name, englishName].some((one) => one.toLowerCase().includes(word.trim().toLowerCase()));

const isWhole = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && Number(value) >= least;

/** The newer host's gateway names the first field that is missing. */
function mandatory(body: Call["body"], name: string): unknown {
  const value = body[name];
  if (value === undefined || value === null || value === "") {
    throw new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);
  }
  return value;
}

function userOf(member: Colleague, ids: Ids): Record<string, unknown> {
  const own = ids.departmentChain(member)[0] ?? 1;
  return {
    userid: member.dingtalk.userId,
    unionid: member.dingtalk.unionId,
    name: member.name,
    avatar: "",
    hide_mobile: false,
    title: "",
    extension: JSON.stringify({ englishName: member.englishName }),
    dept_id_list: [own],
    dept_order_list: [{ dept_id: own, order: 1 }],
    leader_in_dept: [{ dept_id: own, leader: false }],
    active: true,
    admin: member.isAdmin,
    boss: false,
    senior: false,
    real_authed: true,
    exclusive_account: false,
  };
}

const ok = (result: Record<string, unknown>) => ({
  errcode: 0,
  errmsg: "ok",
  result,
  request_id: oapiRequestId(),
});

const required = (value: unknown, name: string): string => {
  const text = asText(value);
  if (text === undefined) {
    throw new OapiError(400002, `Missing required arguments:${name}`, { request_id: oapiRequestId() });
  }
  return text;
};

import type { Colleague } from "../office.ts";
import { OapiError, oapiRequestId, oapiUserNotFound } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { asText, type Call, type Handlers } from "./request.ts";

/** People and their departments, as oapi tells them. */
export function contactHandlers(ids: Ids): Handlers {
  const byUserId = ({ body }: Call): Colleague => {
    const member = ids.memberByUserId(required(body.userid, "userid"));
    if (!member) throw oapiUserNotFound();
    return member;
  };
  return {
    "contact.user.get": (call) => ok(userOf(byUserId(call), ids)),
    "contact.user.getByUnionId": ({ body }) => {
      const member = ids.member(required(body.unionid, "unionid"));
      if (!member) throw oapiUserNotFound();
      return ok({ contact_type: 0, userid: member.dingtalk.userId });
    },
    "contact.department.listParentByUser": (call) =>
      ok({ parent_list: [{ parent_dept_id_list: ids.departmentChain(byUserId(call)) }] }),
  };
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

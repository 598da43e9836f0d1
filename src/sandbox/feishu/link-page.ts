import type { Colleague } from "../office.ts";
import type { DeviceCode } from "./device-codes.ts";

/**
 * The page that a device code's link opens. At the vendor one is logged in there; here one says who one is, beginning
 * with `who` (a colleague's key). What is asked for is listed, so that a person sees what they agree to.
 */
export function linkPage(
  code: DeviceCode,
  appName: string,
  colleagues: readonly Colleague[],
  who: string | null,
): string {
  const people = colleagues.map(
    ({ key, name }) =>
      `<option value="${escaped(key)}"${key === who ? " selected" : ""}>${escaped(name)}</option>`,
  );
  const scopes = code.scopes.map((one) => `<li><code>${escaped(one)}</code></li>`);
  return page(`
<h1>${escaped(appName)} 请求以你的身份访问飞书</h1>
<p>${escaped(appName)} wants to act in your name. Code: <b>${code.userCode}</b></p>
<ul>${scopes.join("")}</ul>
<form method="post">
<input type="hidden" name="user_code" value="${code.userCode}">
<label>我是 · I am <select name="colleague">${people.join("")}</select></label>
<button name="answer" value="approved">授权 · Authorise</button>
<button name="answer" value="denied">拒绝 · Deny</button>
</form>`);
}

export const answeredPage = (isApproved: boolean): string =>
  page(isApproved ? "<h1>授权成功 · Authorised</h1>" : "<h1>已拒绝授权 · Denied</h1>");

export const goneCodePage = (): string => page("<h1>链接已失效 · This link is no longer valid</h1>");

const page = (body: string): string =>
  `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>飞书</title></head><body>${body}</body></html>`;

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

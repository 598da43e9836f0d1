import type { NoAnswer } from "./ask.ts";
import type { Said, Verdict } from "./finding.ts";

interface Trouble {
  readonly codes: RegExp;
  readonly result: (host: string) => Said;
  readonly todo: (host: string) => Said;
}

/** Why nobody answers, by Node's code, and whose turn it is. The last row is for whatever else there is. */
const TROUBLES: readonly Trouble[] = [
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    result: (host) => ({ en: `the name of ${host} is not known here`, zh: `解析不了域名 ${host}` }),
    todo: () => ({
      en: "Check the address in the settings and this machine's DNS; where only a proxy gets out, set HTTPS_PROXY.",
      zh: "检查配置里的地址和本机 DNS；如果只能走代理出网，请设置 HTTPS_PROXY。",
    }),
  },
  {
    codes: /^ECONNREFUSED$/,
    result: (host) => ({
      en: `${host} (or the proxy on the way to it) takes no connection`,
      zh: `${host}（或途中的代理）拒绝连接`,
    }),
    todo: (host) => ({
      en: `Check the address in the settings and HTTPS_PROXY, then ask the network's people to open ${host}.`,
      zh: `先检查配置里的地址和 HTTPS_PROXY，再请网络同事放行 ${host}。`,
    }),
  },
  {
    codes: /^(TIMEOUT|ETIMEDOUT|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/,
    result: (host) => ({ en: `no answer from ${host} in time`, zh: `${host} 没有及时应答` }),
    todo: (host) => ({
      en: `Ask the network's people to let this machine out to ${host}, or set HTTPS_PROXY.`,
      zh: `请网络同事放行本机到 ${host} 的访问，或者设置 HTTPS_PROXY。`,
    }),
  },
  {
    codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    result: (host) => ({
      en: `the certificate of ${host} is out of date`,
      zh: `${host} 的证书不在有效期内`,
    }),
    todo: () => ({
      en: "Check this machine's clock first, then what stands in between (HTTPS_PROXY).",
      zh: "先检查本机时钟，再看中间的代理（HTTPS_PROXY）。",
    }),
  },
  {
    codes: /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_CERT)/,
    result: (host) => ({ en: `the certificate of ${host} is not trusted`, zh: `不信任 ${host} 的证书` }),
    todo: () => ({
      en: "A proxy opens TLS on the way: ask the network's people for its CA certificate, and name the file in NODE_EXTRA_CA_CERTS.",
      zh: "途中有代理在解密 TLS：向网络同事要它的 CA 证书，把文件路径写进 NODE_EXTRA_CA_CERTS。",
    }),
  },
  {
    codes: /^(EPROTO|ERR_SSL_.*)$/,
    result: (host) => ({ en: `${host} does not speak TLS`, zh: `${host} 不是 TLS 服务` }),
    todo: () => ({
      en: "Check http and https in the addresses of the settings and in HTTPS_PROXY.",
      zh: "检查配置里的地址和 HTTPS_PROXY 用的是 http 还是 https。",
    }),
  },
  {
    codes: /^/,
    result: (host) => ({ en: `the connection to ${host} was cut`, zh: `到 ${host} 的连接中断了` }),
    todo: () => ({
      en: "Run it again; where that does not help, ask the network's people what stands in between.",
      zh: "再运行一次；还不行的话，请网络同事看看中间有什么设备拦截。",
    }),
  },
];

/** What it means that nobody answered. */
export function networkVerdict({ code, host }: NoAnswer): Verdict {
  const trouble = TROUBLES.find(({ codes }) => codes.test(code));
  if (!trouble) throw new Error(`no row for ${code}`);
  const { result, todo } = trouble;
  return { mark: "wrong", result: withCode(result(host), code), todo: todo(host) };
}

const withCode = ({ en, zh }: Said, code: string): Said =>
  code === "TIMEOUT" ? { en, zh } : { en: `${en} (${code})`, zh: `${zh}（${code}）` };

import { PlatformError } from "../core/errors.ts";

/** What Node calls a connection that was never made: nothing has been sent. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EPROTO|ERR_INVALID_URL)$/;
const NO_TRUST = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_CERT|ERR_SSL_)/;

/**
 * The error for a request that no answer came to. `vendor` is who was asked, `what` for what, in a few words; `code`
 * is Node's or the HTTP client's, for the error itself may hold secrets.
 */
export function noAnswer(vendor: string, code: string, what: string): PlatformError {
  if (NO_TRUST.test(code))
    return new PlatformError(
      "unreachable",
      `"${what}" was not sent: ${vendor}'s certificate was not accepted.`,
      {
        code,
        hint: "Where a proxy inspects traffic, name its certificate in NODE_EXTRA_CA_CERTS.",
      },
    );
  if (NO_CONNECTION.test(code))
    return new PlatformError("unreachable", `"${what}" was not sent: ${vendor} could not be connected to.`, {
      code,
      hint: "Check this machine's network, HTTPS_PROXY and NO_PROXY.",
    });
  return new PlatformError(
    "unknown",
    `${vendor} did not answer "${what}"; whether it was done is not known.`,
    {
      code,
    },
  );
}

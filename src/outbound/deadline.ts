/**
 * A signal that aborts after `ms`, or when `given` does. With a timer of its own, because on Node 20 a signal of
 * `AbortSignal.timeout` that only `AbortSignal.any` knows of may be collected before it fires, and then never does
 * (nodejs/node#57736): a request that is not answered would be waited for for ever.
 */
export function deadline(ms: number, given?: AbortSignal): AbortSignal {
  const end = new AbortController();
  const { signal } = end;
  if (given?.aborted) end.abort(given.reason);
  given?.addEventListener("abort", () => end.abort(given.reason), { once: true, signal });
  setTimeout(() => end.abort(new DOMException("No answer in time.", "TimeoutError")), ms).unref();
  return signal;
}

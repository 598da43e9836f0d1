import { Redis } from "ioredis";

/** What lives as long as what it is about: an entry of the journal that is not at its end, and a linked account. */
const MAY_LAST = /^freeroom:1:(journal|link):/;

/** What a Redis holds after use. */
export interface Kept {
  readonly keys: number;
  /** Keys that would stay for ever, journal and links left out. */
  readonly endless: readonly string[];
  /** Keys that do not say whose they are, and in which version. */
  readonly foreign: readonly string[];
  readonly bytes: number;
}

export async function keptIn(url: string): Promise<Kept> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys("*");
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    const [, bytes = "0"] = /used_memory:(\d+)/.exec(await redis.info("memory")) ?? [];
    return {
      keys: keys.length,
      endless: keys.filter((key, at) => lives[at] === -1 && !MAY_LAST.test(key)),
      foreign: keys.filter((key) => !key.startsWith("freeroom:1:")),
      bytes: Number(bytes),
    };
  } finally {
    redis.disconnect();
  }
}

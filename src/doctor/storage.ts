import { randomUUID } from "node:crypto";
import { ConfigError, describeError } from "../core/errors.ts";
import type { Storage } from "../ports/storage.ts";
import type { Finding, Section } from "./finding.ts";

/** Enough for a Redis in another building. */
const LONGEST_MS = 8_000;
const TTL_MS = 60_000;

export interface Examined {
  readonly section: Section;
  /** Open and sound; absent where it is not. */
  readonly storage?: Storage;
}

/** Opens the storage, and writes, reads and removes one entry that the bot does not know of. */
export async function examineStorage(url: string, open: () => Promise<Storage>): Promise<Examined> {
  const section = (...findings: Finding[]): Section => ({
    part: "storage",
    subject: subjectOf(url),
    findings,
  });
  let storage: Storage | undefined;
  try {
    storage = await inTime(open());
    await inTime(tryOut(storage));
    return { section: section({ ...ROW, mark: "ok", result: WELL }, ...notes(url)), storage };
  } catch (error) {
    await storage?.close().catch(() => {});
    return { section: section({ ...ROW, ...explained(error) }) };
  }
}

const ROW = { check: "storage", label: { en: "storage", zh: "存储" } };
const WELL = { en: "written, read and removed", zh: "可以写入、读取、删除" };

async function tryOut(storage: Storage): Promise<void> {
  const key = `doctor:${randomUUID()}`;
  const value = { at: Date.now() };
  await storage.write([{ key, value, ttlMs: TTL_MS }]);
  const found = await storage.get(key);
  if (JSON.stringify(found) !== JSON.stringify(value))
    throw new Error("what was written is not what is read");
  await storage.write([{ key, value: undefined }]);
  if ((await storage.get(key)) !== undefined) throw new Error("what was removed is still there");
}

/** Whether colleagues' tokens can be sealed: the bot does not start otherwise. `find` throws what is wrong. */
export function keyFinding(find: () => unknown): Finding {
  const row = { check: "key", label: { en: "key of linked accounts", zh: "关联账号的密钥" } };
  try {
    find();
    return { ...row, mark: "ok", result: { en: "there", zh: "可用" } };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      ...row,
      mark: "wrong",
      result: { en: "cannot be used", zh: "无法使用" },
      todo: { en: "The bot does not start without it:", zh: "没有它机器人无法启动：" },
      words: error.message,
    };
  }
}

function notes(url: string): Finding[] {
  if (!url.startsWith("memory:")) return [];
  return [
    {
      check: "durability",
      label: { en: "durability", zh: "持久性" },
      mark: "wrong",
      result: { en: "everything is forgotten at a restart", zh: "重启后什么都不记得" },
      todo: {
        en: "Set STORAGE_URL to a file or a Redis; memory: is for tests.",
        zh: "把 STORAGE_URL 设成文件或 Redis；memory: 只用于测试。",
      },
    },
  ];
}

/** The storage's own errors say what to do; they name no password. */
function explained(error: unknown): Pick<Finding, "mark" | "result" | "todo" | "words"> {
  const words = error instanceof ConfigError ? error.message : describeError(error);
  return {
    mark: "wrong",
    result: { en: "cannot be used", zh: "无法使用" },
    todo: {
      en: "Check STORAGE_URL, and that the bot's user may read and write there. What went wrong:",
      zh: "检查 STORAGE_URL，以及运行机器人的用户能否在那里读写。错误如下：",
    },
    words,
  };
}

/** A path, or a Redis's host and database: a password may be in the rest. */
function subjectOf(url: string): string {
  if (!/^rediss?:/.test(url)) return url;
  if (!URL.canParse(url)) return "redis";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), LONGEST_MS);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

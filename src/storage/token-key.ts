import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError, describeError } from "../core/errors.ts";
import { pathOfUrl } from "./open.ts";
import { KEY_BYTES } from "./seal.ts";

/**
 * The key that colleagues' tokens are sealed with: `TOKEN_KEY` where it is set; else, for a storage in a file, a file
 * beside it that is made at the first start and readable by its owner alone. A storage in memory has one of its own.
 * @throws {ConfigError} where the key is no key, or several instances would each make their own
 */
export function findTokenKey(tokenKey: string | undefined, storageUrl: string): Buffer {
  if (tokenKey !== undefined) return keyOf(tokenKey, "TOKEN_KEY");
  if (storageUrl === "memory:") return randomBytes(KEY_BYTES);
  if (!storageUrl.startsWith("file:"))
    throw new ConfigError(
      "TOKEN_KEY is missing: with Redis every instance needs the same one. Make one with `openssl rand -base64 32`, or set FEISHU_USER_LINK=off.",
    );
  return keyBeside(pathOfUrl(storageUrl));
}

function keyOf(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES)
    throw new ConfigError(
      `${from} must be 32 random bytes in base64: make one with \`openssl rand -base64 32\`.`,
    );
  return key;
}

function keyBeside(storagePath: string): Buffer {
  const path = `${storagePath}.key`;
  try {
    return keyOf(readPrivate(path) ?? make(path), path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `The key file ${path} cannot be used: ${describeError(error)}. Check the folder's permissions, or set TOKEN_KEY.`,
    );
  }
}

function readPrivate(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    if (fstatSync(file).mode & 0o077)
      throw new ConfigError(`The key file ${path} is readable by others: \`chmod 600\` it.`);
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

function make(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const text = randomBytes(KEY_BYTES).toString("base64");
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, `${text}\n`);
    closeSync(file);
    return text;
  } catch (error) {
    // Another process was first: its key counts.
    const theirs = (error as NodeJS.ErrnoException).code === "EEXIST" ? readPrivate(path) : undefined;
    if (!theirs) throw error;
    return theirs;
  }
}

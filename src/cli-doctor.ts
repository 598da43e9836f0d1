/** `freeroom doctor`: what is wrong with the set-up, whose turn it is, and what to do. */
import { type Config, loadEnvFile, readConfig } from "./config.ts";
import { systemClock } from "./core/clock.ts";
import { ConfigError } from "./core/errors.ts";
import { isWell } from "./doctor/finding.ts";
import { examine } from "./doctor/run.ts";
import { jsonOf, tableOf } from "./doctor/table.ts";
import { createLogger } from "./logger.ts";
import { createRedaction } from "./redaction.ts";
import { openStorage } from "./storage/open.ts";
import { findTokenKey } from "./storage/token-key.ts";
import type { Language } from "./time/format.ts";

const NOTHING_TO_CHECK =
  "There is nothing to check: no platform is configured. Set DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET, or FEISHU_APP_ID and FEISHU_APP_SECRET.";

/**
 * Runs the command on `args` (those after `doctor`). Resolves to the exit code: 0 where nothing is wrong (what cannot
 * be checked is not wrong), 1 where something is, 2 where a flag is wrong.
 * @throws {ConfigError}
 */
export async function runDoctor(
  args: readonly string[],
  output: NodeJS.WritableStream,
  secretsOf: (config: Config) => readonly (string | undefined)[],
): Promise<number> {
  const isJson = args[0] === "--json";
  if (args.length > (isJson ? 1 : 0)) {
    process.stderr.write("freeroom doctor: the only flag is --json.\n");
    return 2;
  }
  loadEnvFile();
  const config = readConfig(process.env);
  if (config.sandbox) throw new ConfigError(NOTHING_TO_CHECK);
  const secrets = secretsOf(config);
  // The table tells what goes wrong; what the storage logs besides would only get between its lines.
  const logger = createLogger("silent", secrets);
  const clock = systemClock;
  const progress = showProgress(process.stderr);
  const report = await examine(config, {
    clock,
    logger,
    openStorage: () => openStorage(config.storageUrl, { clock, logger }),
    findTokenKey: () => findTokenKey(config.tokenKey, config.storageUrl),
    onAsked: progress.next,
  }).finally(progress.end);
  const language = languageOf(config);
  const text = isJson
    ? `${JSON.stringify(jsonOf(report, language), undefined, 2)}\n`
    : tableOf(report, language);
  output.write(createRedaction(secrets).text(text));
  return isWell(report) ? 0 : 1;
}

/** LANGUAGE, and where that is `auto` what the terminal speaks. */
function languageOf({ office }: Config): Language {
  if (office.language !== "auto") return office.language;
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
}

/** On a terminal only, and gone before the table comes. */
function showProgress(terminal: NodeJS.WriteStream) {
  let asked = 0;
  const show = (text: string) => {
    if (terminal.isTTY) terminal.write(`\r\x1b[K${text}`);
  };
  return {
    next: () => {
      asked += 1;
      show(`${asked} requests answered …`);
    },
    end: () => show(""),
  };
}

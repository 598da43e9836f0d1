import { loadEnvFile, readConfig } from "./config.ts";
import { ConfigError } from "./core/errors.ts";
import { createLogger } from "./logger.ts";

const USAGE = `freeroom: finds and books free meeting rooms in DingTalk and Feishu chats

  freeroom start          run the bot (settings: environment or .env, see .env.example)
  freeroom parse [TEXT]   read commands (arguments or standard input), print what is understood as JSON
`;

/** What each command does; resolves with the exit code. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start: runBot,
  parse: async (args) => {
    const { runParse } = await import("./cli-parse.ts");
    return runParse(args, process.stdin, process.stdout);
  },
  help: async () => {
    process.stdout.write(USAGE);
    return 0;
  },
};

async function runBot(): Promise<number> {
  loadEnvFile();
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  if (config.sandbox) {
    console.log("freeroom sandbox: no credentials are set, so both platforms are imitated on this machine.");
  }
  const { start } = await import("./main.ts");
  const running = await start(config, logger);
  if (running.pageUrl) console.log(`Chat with the bot: ${running.pageUrl}`);
  const signal = await new Promise<string>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(name));
  });
  logger.info("stopping", { signal });
  await running.stop();
  logger.info("stopped");
  return 0;
}

const [name = "help", ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(`freeroom: there is no command "${name}".\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

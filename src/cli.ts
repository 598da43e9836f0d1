import { type Config, loadEnvFile, readConfig } from "./config.ts";
import { ConfigError } from "./core/errors.ts";
import { sayLastWords } from "./last-words.ts";
import { createLogger } from "./logger.ts";

/** A process that was told to stop is gone after this, whatever still hangs. */
const LONGEST_STOP_MS = 9_000;

const USAGE = `freeroom: finds and books free meeting rooms in DingTalk and Feishu chats

  freeroom start          run the bot (settings: environment or .env, see .env.example)
  freeroom doctor         check credentials, permissions, connections and storage; --json prints it for programs
  freeroom forget USER    remove all that is stored about a colleague (the platform's user id), and unlink the account
  freeroom parse [TEXT]   read commands (arguments or standard input), print what is understood as JSON
`;

/** What each command does; resolves with the exit code. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start: runBot,
  parse: async (args) => {
    const { runParse } = await import("./cli-parse.ts");
    return runParse(args, process.stdin, process.stdout);
  },
  doctor: async (args) => {
    const { runDoctor } = await import("./cli-doctor.ts");
    return runDoctor(args, process.stdout, secretsOf);
  },
  forget: runForget,
  help: async () => {
    process.stdout.write(USAGE);
    return 0;
  },
};

async function runForget([personId, ...others]: readonly string[]): Promise<number> {
  if (!personId || others.length > 0) {
    console.error("freeroom forget: name one user id, as ALLOW_USERS has them.");
    return 2;
  }
  loadEnvFile();
  const config = readConfig(process.env);
  const { forget } = await import("./main.ts");
  const { removed, takenOutOf, underWay, unlinked } = await forget(
    config,
    createLogger("warn", secretsOf(config)),
    personId,
  );
  console.log(
    `Removed ${removed} stored entries.${unlinked.map((name) => ` Unlinked the account on ${name}.`).join("")}` +
      `${takenOutOf > 0 ? ` Taken out of ${takenOutOf} entries of others.` : ""}`,
  );
  if (underWay === 0) return 0;
  console.log(
    `${underWay} bookings are under way and are brought to their end first: run this again in an hour.`,
  );
  return 1;
}

/** What must not be in any line of the log. */
const secretsOf = ({ dingtalk, feishu, tokenKey }: Config) => [
  dingtalk?.clientSecret,
  feishu?.appSecret,
  tokenKey,
];

async function runBot(): Promise<number> {
  const toldToStop = stopSignal();
  loadEnvFile();
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel, secretsOf(config));
  sayLastWords(logger);
  if (config.sandbox) {
    console.log("freeroom sandbox: no credentials are set, so both platforms are imitated on this machine.");
  }
  const leave = (message: string): never => {
    logger.info(message);
    process.exit(0);
  };
  void toldToStop.then((signal) => {
    logger.info("stopping", { signal });
    setTimeout(leave, LONGEST_STOP_MS, "stopped; what was under way is taken up at the next start");
  });
  const { start } = await import("./main.ts");
  const running = await start(config, logger);
  if (running.pageUrl) console.log(`Chat with the bot: ${running.pageUrl}`);
  await toldToStop;
  await running.stop();
  return leave("stopped");
}

/**
 * The first signal to stop, also one that comes while everything is still being started. Later ones change nothing:
 * at Ctrl-C the terminal and npm both send one.
 */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => resolve(name));
  });
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

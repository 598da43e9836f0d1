import { Client, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { metered } from "../../budget/metered-queue.ts";
import { MonthCount } from "../../budget/month-count.ts";
import type { FeishuConfig } from "../../config.ts";
import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { PersonId } from "../../core/model.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Storage } from "../../ports/storage.ts";
import { createCallQueue } from "../../queue/bottleneck-queue.ts";
import type { CallQueue } from "../../queue/queue.ts";
import type { SharedLimits } from "../../queue/shared-limits.ts";
import { type CallWatch, watched } from "../../queue/watched.ts";
import { createBotIdentity } from "./bot-identity.ts";
import { createCalendar } from "./calendar.ts";
import { createClient } from "./client.ts";
import { createDirectory } from "./directory.ts";
import { createHttp } from "./http.ts";
import { countedAs, feishuLimits } from "./limits.ts";
import { createAccounts } from "./link/accounts.ts";
import { Links, type Sealing } from "./link/links.ts";
import { createOAuth } from "./link/oauth.ts";
import { USER_SCOPES } from "./link/scopes.ts";
import { createUserTokens } from "./link/user-tokens.ts";
import { createListener } from "./listener.ts";
import { createMessenger } from "./messenger.ts";
import { createPictures } from "./picture.ts";
import { createRooms } from "./rooms.ts";
import { createSchedules } from "./schedules.ts";
import { createSdkLogger } from "./sdk-logger.ts";
import { TIMINGS, type Timings } from "./timings.ts";
import { createAppTokens } from "./token.ts";

export interface FeishuDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly storage: Storage;
  /** The office's IANA zone. */
  readonly zone: string;
  /** Where other instances call in the name of the same app. */
  readonly sharedLimits?: SharedLimits | undefined;
  /** What colleagues' tokens are kept under; absent where nobody may link an account. */
  readonly seal?: Sealing | undefined;
  /** Waits that tests shorten. */
  readonly timings?: Partial<Timings>;
  /** Is told of every call. */
  readonly callWatch?: CallWatch | undefined;
}

/** Feishu, or Lark, behind the ports. Assembly only. */
export function createFeishuPlatform(config: FeishuConfig, deps: FeishuDeps): Platform {
  const { appId, appSecret, domain } = config;
  const { clock, storage, zone } = deps;
  const logger = deps.logger.with({ platform: "feishu" });
  const timings = { ...TIMINGS, ...deps.timings };
  const sdkLogger = createSdkLogger(logger, [appSecret]);
  const http = createHttp(timings.requestTimeoutMs);
  const calls = createCallQueue({ limits: feishuLimits(config), logger, shared: deps.sharedLimits });
  const budget = new MonthCount({
    platform: "feishu",
    storage,
    clock,
    logger,
    shares: { calls: config.monthlyCalls },
  });
  const counted = metered(calls, { countedAs, count: budget, clock });
  const queue = deps.callWatch ? watched(counted, deps.callWatch) : counted;
  const sdk = new Client({
    appId,
    appSecret,
    domain,
    httpInstance: http,
    logger: sdkLogger,
    loggerLevel: LoggerLevel.debug,
    // The token comes with each call.
    disableTokenCache: true,
  });
  const linking = deps.seal && openLinking(config, { ...deps, seal: deps.seal, sdk, queue, logger }, timings);
  // A link that turns out to be over is none: the token is what counts.
  const isLinked =
    linking && (async (personId: PersonId) => (await linking.userTokens.of(personId)) !== undefined);
  const tokens = createAppTokens({ sdk, appId, appSecret, queue, clock });
  const client = createClient({ sdk, tokens, userTokens: linking?.userTokens, queue });
  const bot = createBotIdentity({
    client,
    appId,
    storage,
    clock,
    logger,
    waitMs: timings.botIdWaitMs,
    retryMs: timings.botIdRetryMs,
  });
  return {
    name: "feishu",
    listener: createListener({ appId, appSecret, domain, http, bot, logger, sdkLogger, timings }),
    messenger: createMessenger(client, createPictures(client, clock, logger), logger),
    directory: createDirectory({ client, storage, clock }),
    schedules: createSchedules({ client, zone }),
    rooms: createRooms({
      client,
      storage,
      clock,
      logger,
      zone,
      freeBusy: config.freeBusy,
      isLinked: isLinked ?? (async () => false),
    }),
    calendar: createCalendar({
      client,
      appId,
      clock,
      zone,
      settleMs: timings.settleMs,
      storage,
      isLinked,
    }),
    ...(linking ? { accounts: linking.accounts } : { isLinkingOff: true as const }),
    budget,
    close: async () => {
      await queue.stop();
      await budget.flush();
    },
  };
}

/** What acting in a colleague's name takes. */
function openLinking(
  { appId, appSecret, accountsDomain }: FeishuConfig,
  deps: FeishuDeps & { readonly seal: Sealing; readonly sdk: Client; readonly queue: CallQueue },
  { requestTimeoutMs }: Timings,
) {
  const { storage, clock, seal, queue } = deps;
  const oauth = createOAuth({
    appId,
    appSecret,
    accountsBase: accountsDomain,
    scopes: Object.keys(USER_SCOPES),
    timeoutMs: requestTimeoutMs,
    queue,
  });
  const links = new Links(storage, seal, clock);
  const onOver = (personId: PersonId) => links.noteOver(personId);
  const userTokens = createUserTokens({ ...deps, links, oauth, onOver });
  return { accounts: createAccounts({ ...deps, oauth, links, userTokens }), userTokens };
}

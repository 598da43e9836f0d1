import { systemClock } from "../../../src/core/clock.ts";
import { silentLogger } from "../../../src/core/logger.ts";
import { createFeishuPlatform } from "../../../src/platforms/feishu/index.ts";
import { createMemoryStorage } from "../../../src/storage/memory.ts";

/** A process that connects to the Feishu named by its arguments and stops; it ends by itself if nothing is left running. */
const [domain = "", appId = "", appSecret = ""] = process.argv.slice(2);
const platform = createFeishuPlatform(
  { appId, appSecret, domain, accountsDomain: domain, userLink: true, qps: 50, qpm: 1000 },
  {
    clock: systemClock,
    logger: silentLogger,
    storage: createMemoryStorage(systemClock),
    zone: "Asia/Shanghai",
  },
);
await platform.listener.start({
  message: async () => {},
  press: async () => undefined,
  roomAnswered: async () => {},
});
await platform.listener.stop();
await platform.close();

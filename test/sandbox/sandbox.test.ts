import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";

const opened: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
const start = async (options?: Parameters<typeof startSandbox>[0]) => {
  const sandbox = await startSandbox(options);
  opened.push(sandbox);
  return sandbox;
};

describe("the sandbox", () => {
  it("serves one office as two vendors, each on its own port of loopback", async () => {
    const { dingtalk, feishu, world } = await start();
    for (const { base } of [dingtalk, feishu]) {
      expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${base}/nothing`)).status).toBeGreaterThanOrEqual(200);
    }
    expect(dingtalk.base).not.toBe(feishu.base);
    expect(world.meetings().length).toBeGreaterThan(1_000);
  });

  it("takes its limits and its meetings from its options", async () => {
    const { dingtalk, world } = await start({ meetings: "none", limits: { dingtalkPerSecond: 1 } });
    expect(world.meetings()).toEqual([]);
    const { id, secret } = dingtalk.app;
    const ask = async () =>
      (await fetch(`${dingtalk.base}/gettoken?appkey=${id}&appsecret=${secret}`)).json() as Promise<{
        errcode: number;
      }>;
    const codes = (await Promise.all([ask(), ask()])).map((one) => one.errcode);
    expect(codes.sort()).toEqual([0, 90018]);
  });

  it("leaves nothing listening when it closes", async () => {
    const sandbox = await startSandbox({ meetings: "none" });
    await sandbox.close();
    await expect(fetch(sandbox.dingtalk.base)).rejects.toThrow();
    await expect(fetch(sandbox.feishu.base)).rejects.toThrow();
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { createPlayground } from "../src/playground/playground.ts";
import { openOffice } from "../test/helpers/office.ts";

/**
 * `npm run screenshots`: plays a short story on the running page and keeps what it looks like, as the README shows
 * it. The office, its day and its people are the same each time.
 */
const IMAGES = new URL("../docs/images/", import.meta.url);
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TOKEN = "0".repeat(32);
const COLOURS = 128;

const office = await openOffice({ hasRoomEvents: true });
const server = createServer();
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const page = createPlayground({ sandbox: office.sandbox, token: TOKEN, origin });
server.on("request", getRequestListener(page.fetch));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  await morning(browser);
  await desktop(browser);
  await phone(browser);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await office.close();
}

/** The day's first questions, after which most of what is asked is known already, as on any day. */
async function morning(browser: Browser): Promise<void> {
  const page = await visit(browser, "chen-jing", { locale: "en-US" });
  for (const vendor of ["dingtalk", "feishu"] as const) await ask(page, vendor, "free room 3pm 90 min for 8");
  await page.context().close();
}

/** Somebody books in DingTalk; Feishu does not offer the room any more, and the day shows it. */
async function desktop(browser: Browser): Promise<void> {
  const page = await visit(browser, "li-lei", { viewport: { width: 1440, height: 1104 }, locale: "en-US" });
  const wish = "free room 3pm 1h for 8";
  await ask(page, "dingtalk", wish);
  await page.locator("#dingtalk .line.bot").getByRole("button", { name: "Book" }).first().click();
  await page.locator("#dingtalk .line.bot", { hasText: "Booked" }).first().waitFor();
  await ask(page, "feishu", wish);
  await page.locator("#rooms .block.mine").first().waitFor();
  await keep(page, "page.png");
}

/** The same page on a phone at night, in Chinese. */
async function phone(browser: Browser): Promise<void> {
  const page = await visit(browser, "han-meimei", {
    viewport: { width: 390, height: 844 },
    locale: "zh-CN",
    colorScheme: "dark",
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  });
  await page.getByRole("navigation").getByRole("button", { name: "飞书" }).tap();
  await ask(page, "feishu", "明天下午三点 8人 一小时");
  await keep(page, "phone.png");
}

async function visit(browser: Browser, who: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  await context.addInitScript(`localStorage.setItem("freeroom-who", "${who}")`);
  const page = await context.newPage();
  await page.goto(`${origin()}/?token=${TOKEN}`);
  await page.locator("#feishu .status.on").waitFor({ state: "attached" });
  return page;
}

async function ask(page: Page, vendor: "dingtalk" | "feishu", text: string): Promise<void> {
  const chat = page.locator(`#${vendor}`);
  await chat.locator(".writing input[type=text]").fill(text);
  await chat.locator(".writing .send").click();
  await chat.locator(".line.bot button").first().waitFor();
}

/** Few colours make a small file of a page that has few. */
async function keep(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate("document.activeElement?.blur()");
  const picture = await page.screenshot({ animations: "disabled" });
  await sharp(picture)
    .png({ palette: true, colours: COLOURS, effort: 10 })
    .toFile(fileURLToPath(new URL(name, IMAGES)));
}

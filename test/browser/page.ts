import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { createPlayground } from "../../src/playground/playground.ts";
import { openOffice } from "../helpers/office.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TOKEN = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";
const PULSE_MS = 200;

/** Why tests that need a browser cannot run here; undefined where they can. */
export const noChromium: string | undefined = existsSync(CHROMIUM) ? undefined : `no ${CHROMIUM}`;

export const VENDORS = ["dingtalk", "feishu"] as const;
export type VendorName = (typeof VENDORS)[number];

/** One office with its bot, its page and a browser for the whole file; each test is a colleague of its own. */
export function useOffice(): BrowserOffice {
  const office = new BrowserOffice();
  if (noChromium) return office;
  beforeAll(() => office.open(), 60_000);
  afterAll(() => office.close());
  return office;
}

export class BrowserOffice {
  #office: Awaited<ReturnType<typeof openOffice>> | undefined;
  #browser: Browser | undefined;
  #url = "";
  readonly #server = createServer();

  async open(): Promise<void> {
    const office = await openOffice({ linking: true, hasRoomEvents: true });
    const origin = () => `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const playground = createPlayground({ sandbox: office.sandbox, token: TOKEN, origin, pulseMs: PULSE_MS });
    this.#server.on("request", getRequestListener(playground.fetch));
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#url = `${origin()}/?token=${TOKEN}`;
    this.#office = office;
    this.#browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.dropStreams();
    this.#server.close();
    await this.#office?.close();
  }

  get world() {
    if (!this.#office) throw new Error("the office is not open");
    return this.#office.world;
  }

  /** The page's server loses everybody who listens to it. */
  dropStreams(): void {
    this.#server.closeAllConnections();
  }

  /** A window that shows the page in a colleague's name, for as long as the test runs. */
  async visit(who: string, options: BrowserContextOptions = {}): Promise<Visit> {
    if (!this.#browser) throw new Error("the browser is not open");
    const context = await this.#browser.newContext({
      locale: "en-US",
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      ...options,
    });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(25_000);
    await context.addInitScript(
      `localStorage.getItem("freeroom-who") ?? localStorage.setItem("freeroom-who", "${who}")`,
    );
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/ERR_|Failed to load/.test(message.text()))
        complaints.push(message.text());
    });
    await page.goto(this.#url);
    await page.locator("#who option").first().waitFor({ state: "attached" });
    return new Visit(page, complaints);
  }
}

/** One person's view of the page. */
export class Visit {
  constructor(
    readonly page: Page,
    /** What the page's scripts, or the browser for breaking the content security policy, complained about. */
    readonly complaints: readonly string[],
  ) {}

  chat(vendor: VendorName): Locator {
    return this.page.locator(`#${vendor}`);
  }

  /** The bot's messages in the open chat. */
  answers(vendor: VendorName): Locator {
    return this.chat(vendor).locator(".line.bot");
  }

  /** Writes, and returns the bot's next answer once it is shown. */
  async ask(vendor: VendorName, text: string): Promise<Locator> {
    const answers = this.answers(vendor);
    const next = answers.nth(await answers.count());
    await this.chat(vendor).getByRole("textbox").last().fill(text);
    await this.chat(vendor)
      .getByRole("button", { name: /^(Send|发送)$/ })
      .click();
    await next.waitFor();
    return next;
  }

  /** What holds a room on the day that the grid shows. */
  blocks(room: string): Locator {
    return this.page.locator(`.room[data-room="${room}"] .block`);
  }
}

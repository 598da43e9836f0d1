import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { noChromium, useOffice, VENDORS, type Visit } from "./page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const NAMES = { dingtalk: "DingTalk", feishu: "Feishu" } as const;

/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 60_000;

describe.skipIf(noChromium)(
  `the page in a browser${noChromium ? ` (${noChromium})` : ""}`,
  { timeout: PATIENCE_MS },
  () => {
    const office = useOffice();
    const roomKeyed = (name: string) =>
      office.world.office.rooms.find((room) => room.name === name)?.key ?? name;

    it.each(VENDORS)("books by a button in %s, and the grid shows it", async (vendor) => {
      const visit = await office.visit(vendor === "dingtalk" ? "zhang-wei" : "liu-yang");
      const offer = await visit.ask(vendor, "free room Friday 4pm 1h for 6");
      const room = await firstOffered(offer);
      await offer.getByRole("button", { name: /Book/ }).first().click();
      await visit
        .answers(vendor)
        .filter({ hasText: /Booked/ })
        .first()
        .waitFor();
      const own = visit.blocks(roomKeyed(room)).and(visit.page.locator(".mine"));
      await own.first().waitFor();
      await visit.page.locator("#calendar .meeting", { hasText: room }).first().waitFor();
      expect(visit.complaints).toEqual([]);
    });

    it("looks for what was picked in a form", async () => {
      const visit = await office.visit("zhou-jie");
      const offer = await visit.ask("feishu", "free room");
      await offer.getByLabel("Day", { exact: true }).fill("2026-03-16");
      await offer.getByLabel("Start").fill("14:00");
      await offer.getByLabel("Length").selectOption({ label: "30 min" });
      await offer.getByRole("button", { name: "Find rooms" }).click();
      const found = visit.answers("feishu").filter({ hasText: "Mon 16 Mar, 14:00–14:30" });
      await found.getByRole("button", { name: "Book" }).first().waitFor();
    });

    it("asks before it books what was assumed", async () => {
      const visit = await office.visit("wu-gang");
      const offer = await visit.ask("feishu", "free room");
      const book = offer.getByRole("button", { name: "Book" }).first();
      const question = visit.page.getByRole("dialog");
      await book.click();
      await question.getByRole("button", { name: "Not now" }).click();
      await question.waitFor({ state: "detached" });
      expect(await book.and(visit.page.locator(":focus")).count()).toBe(1);
      await book.click();
      await question.getByRole("button", { name: "Yes" }).click();
      await visit.answers("feishu").filter({ hasText: "Booked" }).first().waitFor();
    });

    it("shows the picture of a room's day", async () => {
      const visit = await office.visit("xu-ting");
      const answer = await visit.ask("feishu", "is Everest free tomorrow at 3pm");
      const picture = answer.getByRole("img", { name: "Everest" });
      await picture.scrollIntoViewIfNeeded();
      await expect
        .poll(() => visit.page.evaluate(`document.querySelector(".bubble img")?.naturalWidth`))
        .toBeGreaterThan(0);
      expect(visit.complaints).toEqual([]);
    });

    it("opens the page for linking an account in the name of whoever one is", async () => {
      const visit = await office.visit("oliver");
      const answer = await visit.ask("feishu", "link");
      const opened = visit.page.waitForEvent("popup");
      await answer.getByRole("link").first().click();
      const linking = await opened;
      expect(await linking.getByRole("combobox").inputValue()).toBe("oliver");
    });

    it("shows a room that is taken in one chat as gone in the other", async () => {
      const visit = await office.visit("chen-jing");
      const ask = "free room Thursday 3pm 1h for 8";
      const inFeishu = await visit.ask("feishu", ask);
      const room = await firstOffered(inFeishu);
      expect(await offeredIn(await visit.ask("dingtalk", ask))).toContain(room);
      await inFeishu.getByRole("button", { name: /Book/ }).first().click();
      await visit
        .answers("feishu")
        .filter({ hasText: /Booked/ })
        .first()
        .waitFor();
      const inDingTalk = await visit.ask("dingtalk", ask);
      expect(await firstOffered(inDingTalk)).not.toBe(room);
      expect(await offeredIn(inDingTalk)).not.toContain(room);
    });

    it("refuses somebody else's press, to them alone", async () => {
      const asker = await office.visit("li-lei");
      const other = await office.visit("han-meimei");
      for (const visit of [asker, other]) {
        await visit.chat("feishu").getByRole("combobox").selectOption("platform-team");
      }
      const offer = await asker.ask("feishu", "free room Monday 11am 30min");
      await other.answers("feishu").last().getByRole("button", { name: /Book/ }).first().click();
      await other.chat("feishu").getByRole("status").filter({ hasText: "somebody else" }).waitFor();
      expect(await asker.chat("feishu").locator(".toast").isVisible()).toBe(false);
      expect(await offer.textContent()).toMatch(/Book/);
    });

    it("speaks the other language at a press, and after a reload", async () => {
      const { page } = await office.visit("zhao-min");
      await page.getByRole("button", { name: "中文" }).click();
      await page.getByRole("heading", { name: "钉钉" }).waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
      await page.reload();
      await page.getByRole("heading", { name: "飞书" }).waitFor();
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("heading", { name: "Feishu" }).waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
    });

    it.each(VENDORS)("makes a fault happen at a switch, for everybody who looks, in %s", async (vendor) => {
      const visit = await office.visit(vendor === "feishu" ? "sun-li" : "emma");
      const other = await office.visit("zhou-jie");
      await openFaults(visit);
      await openFaults(other);
      const faults = visit.page.getByRole("group", { name: `Faults in ${NAMES[vendor]}` });
      await faults.getByRole("button", { name: "Rooms decline" }).click();
      await other.page.locator(`[data-lever="${vendor}-room-declines"][aria-pressed="true"]`).waitFor();
      const offer = await visit.ask(vendor, "free room Tuesday 2pm 1h");
      await offer.getByRole("button", { name: /Book/ }).first().click();
      await visit.answers(vendor).filter({ hasText: "is not booked" }).first().waitFor();
      const told = visit.chat(vendor).getByText("The bot does not know");
      await told.waitFor();
      await other.page.locator('[data-lever="none"]').click();
      await told.waitFor({ state: "hidden" });
    });

    it("keeps the chat through a reload", async () => {
      const visit = await office.visit("wu-gang");
      await visit.chat("dingtalk").getByRole("combobox").selectOption("everyone");
      await visit.ask("dingtalk", "help");
      const before = await visit.chat("dingtalk").getByRole("log").textContent();
      await visit.page.reload();
      await visit.answers("dingtalk").first().waitFor();
      expect(await visit.chat("dingtalk").getByRole("log").textContent()).toBe(before);
      expect(await visit.chat("dingtalk").getByRole("combobox").inputValue()).toBe("everyone");
    });

    it("moves the clock by an hour, and to where the next workday begins", async () => {
      const visit = await office.visit("xu-ting");
      const before = await visit.page.locator("#clock").textContent();
      await visit.page.locator('[data-lever="hour"]').click();
      await expect.poll(() => visit.page.locator("#clock").textContent()).not.toBe(before);
      expect(before).toContain("10:");
      expect(await visit.page.locator("#clock").textContent()).toContain("11:");
      await visit.page.locator('[data-lever="workday"]').click();
      await expect.poll(() => visit.page.locator("#clock").textContent()).toBe("Thu 12 Mar 08:30");
    });

    it("tells what an answer cost in calls and messages, and what is left of the month, in both languages", async () => {
      const visit = await office.visit("sofia");
      await visit.ask("dingtalk", "free room Monday 2pm 1h for 4");
      const cost = visit.chat("dingtalk").locator(".cost");
      const told = () => cost.locator("summary").textContent();
      await expect.poll(told).toMatch(/^This answer: \d+ calls?, 2 messages/);
      expect(await told()).toMatch(/Month: \d+ of 5,000 calls[1-9]\d* of 3,000 messages$/);
      expect(await visit.chat("feishu").locator(".cost").textContent()).not.toContain("month");
      await cost.locator("summary").click();
      await cost.getByRole("listitem").filter({ hasText: "1 × said to the bot (message)" }).waitFor();
      await visit.page.getByRole("button", { name: "中文" }).click();
      await expect
        .poll(told)
        .toMatch(/^这次回答：调用 \d+ 次，消息 2 条本月调用 \d+ \/ 5,000 次消息 \d+ \/ 3,000 条$/);
    });

    it("comes back by itself when the stream was cut, and misses nothing", async () => {
      const visit = await office.visit("kenji");
      const asker = await office.visit("oliver");
      for (const one of [visit, asker]) {
        await one.chat("dingtalk").getByRole("combobox").selectOption("platform-team");
      }
      office.dropStreams();
      await visit.page.locator("#trouble").waitFor();
      await asker.ask("dingtalk", "help");
      await visit
        .answers("dingtalk")
        .filter({ hasText: /free room/i })
        .first()
        .waitFor();
      await visit.page.locator("#trouble").waitFor({ state: "hidden" });
      expect(await visit.answers("dingtalk").count()).toBe(await asker.answers("dingtalk").count());
    });

    it("fits a phone without sideways scrolling, part by part", async () => {
      const visit = await office.visit("emma", {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
      });
      const sideways = () =>
        visit.page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
      await visit.ask("dingtalk", "free room tomorrow 10am 1h");
      for (const part of ["Feishu", "Calendar", "Rooms", "DingTalk"]) {
        await visit.page.getByRole("navigation").getByRole("button", { name: part }).tap();
        expect(await sideways(), part).toBeLessThanOrEqual(0);
      }
      await visit.page.getByRole("navigation").getByRole("button", { name: "Rooms" }).tap();
      expect(await visit.page.locator(".room").first().isVisible()).toBe(true);
      expect(await visit.chat("dingtalk").isVisible()).toBe(false);
    });

    it("can be used with the keyboard alone", async () => {
      const visit = await office.visit("wang-fang");
      const { keyboard } = visit.page;
      const reach = async (key: "Tab" | "Shift+Tab", goal: Locator) => {
        const reached = goal.and(visit.page.locator(":focus"));
        for (let presses = 0; presses < 100 && (await reached.count()) === 0; presses += 1)
          await keyboard.press(key);
        expect(await reached.count(), `${key} leads there`).toBe(1);
      };
      await reach("Tab", visit.chat("dingtalk").getByRole("textbox"));
      await keyboard.type("free room Monday 4pm 1h for 4");
      await keyboard.press("Enter");
      const book = visit.answers("dingtalk").getByRole("button", { name: /Book/ }).first();
      await book.waitFor();
      await reach("Shift+Tab", book);
      await keyboard.press("Enter");
      await visit
        .answers("dingtalk")
        .filter({ hasText: /Booked/ })
        .first()
        .waitFor();
    });

    it("keeps the keyboard's place in the chat when a card is drawn anew", async () => {
      const visit = await office.visit("kenji");
      const offer = await visit.ask("feishu", "free room Tuesday 11am 1h for 4");
      await offer.getByRole("button", { name: "Book" }).first().press("Enter");
      await visit.answers("feishu").filter({ hasText: "Booked" }).first().waitFor();
      expect(await visit.chat("feishu").locator(":focus").count()).toBe(1);
    });

    it.each([
      ["on a desk", "en-US", undefined],
      ["on a phone", "zh-CN", { width: 360, height: 740 }],
    ])("has nothing that axe calls serious, light and dark, %s, %s", async (_, locale, viewport) => {
      const visit = await office.visit("han-meimei", {
        locale,
        bypassCSP: true,
        ...(viewport && { viewport, isMobile: true, hasTouch: true }),
      });
      const { page } = visit;
      const isChinese = locale === "zh-CN";
      const open = (name: RegExp) => page.getByRole("navigation").getByRole("button", { name }).click();
      // A picker's form, a card in markdown, faults that are on, what the answers cost, and each part of a phone's page.
      for (const vendor of VENDORS) {
        if (viewport) await open(vendor === "feishu" ? /飞书/ : /钉钉/);
        await visit.ask(vendor, isChinese ? "明天下午" : "free room tomorrow");
        await visit.chat(vendor).locator(".cost summary").click();
      }
      await visit.chat("feishu").locator(".bubble form").first().waitFor();
      await openFaults(visit);
      await page.locator('[data-lever="dingtalk-slow"]').click();
      await page.locator("#dingtalk .faults", { hasText: /./ }).waitFor({ state: "attached" });
      await page.addScriptTag({ content: AXE });
      expect(await seriousIn(page), "the faults").toEqual([]);
      await page.keyboard.press("Escape");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const part of viewport ? [/钉钉/, /飞书/, /会议室/, /日历/] : [undefined]) {
          if (part) await open(part);
          expect(await seriousIn(page), `${colorScheme} ${part}`).toEqual([]);
        }
      }
      if (viewport) await open(/飞书/);
      await visit
        .answers("feishu")
        .last()
        .getByRole("button", { name: /^(Book|预订)$/ })
        .first()
        .click();
      await page.getByRole("dialog").waitFor();
      expect(await seriousIn(page), "a question").toEqual([]);
      await page.keyboard.press("Escape");
      await openFaults(visit);
      await page.locator('[data-lever="none"]').click();
    });
  },
);

/** Names of the rooms that an answer numbers. */
async function offeredIn(offer: Locator): Promise<string[]> {
  const parts = await offer.locator(".text").allTextContents();
  return parts.flatMap((text) => /^\d+\. (.+)$/m.exec(text)?.slice(1) ?? []);
}

async function firstOffered(offer: Locator): Promise<string> {
  const [name] = await offeredIn(offer);
  if (!name) throw new Error(`no room is offered in: ${await offer.textContent()}`);
  return name;
}

/** What axe finds wrong and calls serious, or worse. */
async function seriousIn(page: Page): Promise<unknown[]> {
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }));
}

async function openFaults({ page }: Visit): Promise<void> {
  const controls = page.locator("#controls");
  if ((await controls.getAttribute("open")) === null) await controls.locator("summary").click();
}

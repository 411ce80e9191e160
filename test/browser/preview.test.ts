import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { artifact, findChromium, openBrowser } from "../support/browser.ts";
import { draft, hostileTexts } from "../support/papers.ts";
import { type Preview, type PreviewSetup, sampleDigests, startPreview } from "../support/preview.ts";
import { tempFolder } from "../support/temp.ts";

const chromium = findChromium();
const without = chromium === undefined ? " (skipped: there is no Chromium; apt-get install chromium)" : "";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

describe.skipIf(chromium === undefined)(`the preview in Chromium${without}`, () => {
  let browser: Browser;
  /** What went wrong in the pages of a test: scripts that failed, what the policy stopped, requests to elsewhere. */
  let wrong: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser(chromium ?? "");
  });
  afterAll(() => browser.close());
  afterEach(() => {
    expect(wrong).toEqual([]);
    wrong = [];
  });

  async function open(setup: Partial<PreviewSetup> = {}, options: BrowserContextOptions = {}) {
    const served = await startPreview({
      folder: tempFolder(),
      digests: sampleDigests,
      now: "2026-11-20T08:00:00Z",
      ...setup,
    });
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-GB", ...options });
    const page = await context.newPage();
    watch(page, served);
    onTestFinished(async () => {
      await context.close();
      await served.stop();
      expect(served.failures).toEqual([]);
    });
    await page.goto(served.url);
    return { served, page, context };
  }

  function watch(page: Page, { url }: Preview): void {
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") wrong.push(message.text());
    });
    page.on("dialog", (dialog) => {
      wrong.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) wrong.push(`a request to ${request.url()}`);
    });
  }

  /** Types a line as a person would, and waits for its answer. */
  async function say(page: Page, line: string): Promise<void> {
    const entries = await page.locator(".entry").count();
    const field = page.locator("#line");
    await field.fill(line);
    await field.press("Escape");
    await field.press("Enter");
    await page.locator(".entry").nth(entries).waitFor();
    await expect.poll(() => field.inputValue()).toBe("");
  }

  const titles = (page: Page, entry: string) => page.locator(`${entry} .paper h4`).allInnerTexts();

  it("searches, and says why each paper is there", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: /Every result says/ }).click();
    const entry = page.locator(".entry").last();
    await entry.getByRole("heading", { name: /papers match mixture of experts/ }).waitFor();
    expect(await entry.locator(".reason").first().innerText()).toMatch(/^matches mixture and experts/);
    expect(await page.locator("#status").textContent()).toContain("papers match mixture of experts");
    await entry.getByRole("button", { name: "Next page" }).click();
    await entry.getByText("Page 2 of 2.").waitFor();
    expect(await page.locator(".entry").count()).toBe(1);
    await page.screenshot({ path: artifact("search") });
  });

  it("completes commands, titles and topics, by arrows and Tab", async () => {
    const { page } = await open();
    const field = page.locator("#line");
    const options = page.locator(".composer [role=option]");
    await field.pressSequentially("sear");
    await options.getByText("search", { exact: true }).waitFor();
    await field.press("Tab");
    expect(await field.inputValue()).toBe("search ");
    await field.pressSequentially("flower");
    await options.getByText("Flower: A Friendly Federated Learning Research Framework").waitFor();
    await page.screenshot({ path: artifact("completion") });
    await field.press("ArrowDown");
    expect(await field.getAttribute("aria-activedescendant")).toBe(await options.first().getAttribute("id"));
    await field.press("Enter");
    expect(await field.inputValue()).toContain("Flower A Friendly Federated Learning");
    await field.press("Enter");
    await page.locator(".entry .paper").first().waitFor();

    await page.getByLabel("Follow a topic").pressSequentially("lang");
    await page.locator("#about [role=option]").first().waitFor();
    expect(await page.locator("#about [role=option]").first().innerText()).toMatch(/lang/i);
  });

  it("follows a topic, sets its hour, and the digest comes by itself into its channel", async () => {
    const { page, served } = await open({}, { timezoneId: "Europe/Berlin" });
    await page.getByLabel("Follow a topic").fill("federated learning");
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await page.locator("#about .topics").getByText("federated learning").waitFor();
    await page.getByLabel("Comes at").fill("09:30");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.locator("#about").getByText("09:30 Europe/Berlin, Monday to Friday").waitFor();
    await page.screenshot({ path: artifact("subscription") });

    served.clock.set("2026-11-20T08:31:00Z");
    await served.delivery.tick();
    const posted = page.locator(".entry", { hasText: "posted the digest" });
    await posted.getByRole("heading", { name: /Flower: A Friendly/ }).waitFor();
    await page.screenshot({ path: artifact("digest") });

    await page.goto(`${served.url}/c/reading-group`);
    await say(page, "subscribe diffusion");
    await page.goto(served.url);
    served.clock.set("2026-11-23T12:00:00Z");
    await served.delivery.tick();
    await page.locator('.channels .unread[data-channel="reading-group"]').waitFor();
  });

  it("learns from votes, and the order of the next digest moves", async () => {
    const { page } = await open();
    await say(page, "subscribe large language models");
    await say(page, "subscribe diffusion");
    await say(page, "digest");
    const before = await titles(page, ".entry:nth-of-type(3)");
    const [first = ""] = before;
    await page
      .locator(".entry:nth-of-type(3) .paper", { hasText: first })
      .getByRole("button", { name: "Not for us" })
      .click();
    await page.locator(".entry").nth(3).waitFor();
    await say(page, "digest");
    const after = await titles(page, ".entry:nth-of-type(5)");
    expect(before.length).toBeGreaterThan(4);
    expect(after).not.toEqual(before);
    const moves = page.locator(".entry:nth-of-type(5) .moves");
    expect(await moves.innerText()).toMatch(/▲|▼|gone|new at/);
    await moves.scrollIntoViewIfNeeded();
    await page.screenshot({ path: artifact("votes") });
    await page.locator(".entry:nth-of-type(4)").getByRole("button", { name: "Undo" }).click();
    await page.locator(".entry").nth(5).waitFor();
    await say(page, "digest");
    expect(await titles(page, ".entry:nth-of-type(7)")).toEqual(before);
  });

  it("takes a vote on the search page too, and says what came of it", async () => {
    const { page, served } = await open();
    await page.goto(`${served.url}/search?q=federated+learning`);
    await page.getByRole("button", { name: "More like this" }).first().click();
    await page
      .getByRole("status")
      .getByText(/More like|will count|votes/i)
      .waitFor();
    expect(page.url()).toContain("/search?q=federated+learning");
    await page.getByRole("link", { name: "Similar" }).first().click();
    await page.getByRole("heading", { name: "Papers about the same" }).waitFor();
  });

  it("says how fresh each source is", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "State of the sources" }).click();
    await page
      .locator(".entry")
      .getByText(/papers known/)
      .waitFor();
  });

  it("lets hostile papers and lines do nothing but be read", async () => {
    const hostile = [
      ...hostileTexts.filter((text) => text.trim() !== ""),
      `<img src=x onerror=alert(1)> experts`,
      `"><script>alert(1)</script> experts`,
      `</title><svg onload=alert(1)> experts`,
    ];
    const drafts = hostile.map((text, index) =>
      draft(`${text} experts ${index}`, {
        abstract: `${text} We study experts.`,
        authors: [text.slice(0, 100) || "x"],
        links: { page: "https://example.org/<script>", code: "javascript:alert(1)" },
      }),
    );
    const { page, served } = await open({ digests: [], drafts });
    for (const look of ["plain", "both"]) {
      await page.goto(`${served.url}/c/general?look=${look}`);
      await say(page, "search experts");
      await say(page, `<img src=x onerror=alert(1)> ${look}`);
    }
    await page.goto(`${served.url}/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    await page.goto(`${served.url}/search?q=experts`);
    await page.locator(".paper").first().waitFor();
    await page.screenshot({ path: artifact("hostile") });
    expect(await page.evaluate("document.querySelectorAll('main script, main img, main svg, [onerror]').length")).toBe(
      0,
    );
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
  });

  it("shows messages as Slack and as Discord do, beside each other, with what they use of the limits", async () => {
    const { page, served } = await open({}, { viewport: { width: 1500, height: 900 } });
    await page.getByRole("link", { name: "Side by side" }).click();
    await say(page, "search federated learning");
    const slack = page.getByRole("group", { name: "As Slack shows it" });
    const discord = page.getByRole("group", { name: "As Discord shows it" });
    expect(await slack.locator(".measures").first().innerText()).toMatch(
      /\d+ of 50 blocks\s+[\d,]+ of 9,500 characters/,
    );
    expect(await discord.locator(".measures").first().innerText()).toMatch(/\d+ of 40 components\s+[\d,]+ of 4,000/);
    const [left, right] = [await slack.boundingBox(), await discord.boundingBox()];
    expect(left && right && left.y === right.y && left.x + left.width < right.x).toBe(true);
    await page.screenshot({ path: artifact("both-looks") });
    await slack.getByRole("button", { name: "Show abstract" }).first().click();
    await page.locator(".entry:nth-of-type(2)").waitFor();
    await discord.first().getByRole("button", { name: "Next page" }).click();
    await page.locator(".entry:nth-of-type(1) .slack", { hasText: "Page 2 of 2." }).waitFor();
    await page.goto(`${served.url}/c/general?look=discord`);
    expect(await page.locator(".slack").count()).toBe(0);
  });

  it("fits a narrow screen", async () => {
    const { page, served } = await open({}, { viewport: { width: 360, height: 740 } });
    await say(page, "subscribe diffusion");
    await say(page, "search federated learning");
    for (const path of ["/", "/c/general?look=both", "/search?q=federated+learning"]) {
      await page.goto(served.url + path);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(360);
      await page.screenshot({ path: artifact(`narrow-${path.replaceAll(/\W+/g, "-")}`) });
    }
    const field = await page.goto(served.url).then(() => page.locator("#line").boundingBox());
    expect(field && field.y + field.height).toBeLessThan(740);
  });

  it("needs no mouse", async () => {
    const { page } = await open();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("Skip to the content");
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.id")).toBe("line");
    await page.keyboard.type("search federated learning");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.locator(".entry:nth-of-type(1)").waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("line");
    // Back from the line is the last button of the answer.
    await page.keyboard.press("Shift+Tab");
    const stops: string[] = [];
    for (let step = 0; step < 40 && !stops.at(-1)?.startsWith("Show abstract"); step++) {
      await page.keyboard.press("Shift+Tab");
      stops.push(await focused(page));
    }
    expect(stops.at(-1)).toContain("Show abstract");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    await page.locator(".entry:nth-of-type(2)").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.matches('.entry:nth-of-type(2)')")).toBe(true);
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowUp");
    expect(await page.locator("#line").inputValue()).toBe("search federated learning");
  });

  it.each(["light", "dark"] as const)("has nothing for axe to find, in the %s", async (colorScheme) => {
    const { page, served } = await open({}, { colorScheme });
    await say(page, "subscribe diffusion");
    await say(page, "search federated learning");
    await say(page, "digest");
    await say(page, "digest");
    for (const path of ["/", "/c/general?look=both", "/c/reading-group", "/search?q=federated+learning", "/nothing"]) {
      await page.goto(served.url + path);
      await page.evaluate(axe);
      const found = await page.evaluate(
        "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 200)])))",
      );
      expect(found, path).toEqual([]);
      // The page that is not there is one of them.
      wrong = wrong.filter((what) => !what.includes("404"));
    }
  });

  it("works without scripts too", async () => {
    const { page } = await open({}, { javaScriptEnabled: false });
    await page.locator("#line").fill("search federated learning");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("6 papers match federated learning").first().waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByText("Page 2 of 2.").waitFor();
    await page.getByLabel("New channel").fill("Vision and Language");
    await page.getByRole("button", { name: "Create" }).click();
    expect(page.url()).toMatch(/\/c\/vision-and-language$/);
  });

  it("brings what was asked for into view, however far up the page is read", async () => {
    const { page } = await open();
    for (const line of ["latest", "search experts", "topics"]) await say(page, line);
    const press = page.locator(".entry:nth-of-type(1)").getByRole("button", { name: "Show abstract" }).first();
    await press.scrollIntoViewIfNeeded();
    // The open page is told of the answer before the answer itself is there.
    await page.route("**/say*", async (route) => {
      const response = await route.fetch();
      await page.locator(".entry:nth-of-type(4)").waitFor();
      await route.fulfill({ response });
    });
    await press.click();
    await expect.poll(() => page.evaluate("document.activeElement.matches('.entry:nth-of-type(4)')")).toBe(true);
    await expect
      .poll(async () => (await page.locator(".entry:nth-of-type(4)").boundingBox())?.y)
      .toSatisfy((y) => y >= 0 && y < 800);
  });

  it("takes the next line while an answer is on its way, and loses none", async () => {
    const { page } = await open();
    const { promise: isTyped, resolve: typed } = Promise.withResolvers<void>();
    await page.route("**/say*", async (route) => {
      await isTyped;
      await route.continue();
    });
    const field = page.locator("#line");
    await field.fill("search federated learning");
    await field.press("Escape");
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toBe("");
    await field.fill("search experts");
    await field.press("Escape");
    await field.press("Enter");
    typed();
    await page.locator(".entry").first().waitFor();
    expect(await field.inputValue()).toBe("search experts");
    await field.press("ArrowUp");
    expect(await field.inputValue()).toBe("search federated learning");
  });

  it("shows no completions of a line that is sent, or that are no longer wanted, however late they come", async () => {
    const { page } = await open();
    let isHeld = true;
    const held: Route[] = [];
    await page.route("**/complete*", async (route) => (isHeld ? void held.push(route) : route.continue()));
    const field = page.locator("#line");
    const list = page.locator("#completions-1 li");
    const arrive = async () => {
      for (const route of held.splice(0)) {
        const response = page.waitForResponse(route.request().url());
        await route.continue();
        await (await response).finished();
      }
      // By then the script has seen them, too.
      await page.evaluate("fetch('/search').then((page) => page.text())");
    };
    await field.pressSequentially("exp");
    await field.press("Enter");
    await page.locator(".entry").first().waitFor();
    await arrive();
    expect(await list.count()).toBe(0);
    await field.fill("exp");
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await field.press("Escape");
    isHeld = false;
    await arrive();
    expect(await list.count()).toBe(0);
    await field.press("o");
    await expect.poll(() => list.count()).toBeGreaterThan(0);
  });

  it("goes on in a page that is open over a restart, also one that kept nothing", async () => {
    const { page, served } = await open();
    await say(page, "search federated learning");
    await say(page, "topics");
    await served.stop();
    const next = await startPreview({
      ...{ folder: tempFolder(), digests: sampleDigests, now: "2026-11-20T08:00:01Z" },
      port: Number(new URL(served.url).port),
    });
    onTestFinished(() => next.stop());
    await say(page, "search quantum");
    expect(await page.locator(".entry").nth(2).innerText()).toContain("No paper matches quantum");
    // And it hears again what comes by itself.
    await next.say("search experts");
    await page.locator(".entry:nth-of-type(4)", { hasText: "experts" }).waitFor();
    wrong = wrong.filter((what) => !/ERR_(INCOMPLETE_CHUNKED|CONNECTION)/.test(what));
  });

  it("listens again after a proxy has said that nobody is there", async () => {
    const { page, served } = await open();
    await page.route("**/events*", (route) => route.fulfill({ status: 502, body: "Bad gateway" }), { times: 1 });
    await page.reload();
    await expect.poll(() => wrong.some((what) => what.includes("502"))).toBe(true);
    await served.say("search experts");
    await page.locator(".entry", { hasText: "experts" }).waitFor();
    wrong = wrong.filter((what) => !what.includes("502"));
  });

  it("says so when Paperboy is not there any more", async () => {
    const { page, context } = await open();
    await context.setOffline(true);
    await page.locator("#line").fill("status");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.getByText("Paperboy cannot be reached.").waitFor();
    expect(await page.locator("#line").inputValue()).toBe("status");
    wrong = wrong.filter((what) => !what.includes("ERR_INTERNET_DISCONNECTED"));
  });
});

async function focused(page: Page): Promise<string> {
  return String(await page.evaluate("document.activeElement?.innerText ?? ''"));
}

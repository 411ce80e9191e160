import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findChromium, openBrowser } from "../support/browser.ts";
import { sampleDigests, startPreview } from "../support/preview.ts";

/** `npm run pictures`: the pictures of docs/pictures/, of the real preview over the sample digests. */
const chromium = findChromium();
if (chromium === undefined) throw new Error("There is no Chromium: apt-get install chromium");
const folder = mkdtempSync(join(tmpdir(), "paperboy-pictures-"));
const pictures = join(import.meta.dirname, "../../docs/pictures");
mkdirSync(pictures, { recursive: true });

const preview = await startPreview({ folder, digests: sampleDigests, now: "2026-11-20T08:00:00Z" });
const browser = await openBrowser(chromium);

async function open(colorScheme: "light" | "dark", width: number, height: number): Promise<Page> {
  const options = { viewport: { width, height }, colorScheme, locale: "en-GB", timezoneId: "UTC" } as const;
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(preview.url);
  return page;
}

async function say(page: Page, line: string): Promise<void> {
  const entries = await page.locator(".entry").count();
  await page.locator("#line").fill(line);
  await page.locator("#line").press("Escape");
  await page.locator("#line").press("Enter");
  await page.locator(".entry").nth(entries).waitFor();
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(pictures, `${name}.png`);
  await page.mouse.move(0, 0);
  // The end of a smooth scroll.
  await page.waitForTimeout(700);
  await page.screenshot({ path });
  const smaller = spawnSync("pngquant", ["--force", "--ext", ".png", "--quality", "70-95", path]);
  if (smaller.status !== 0) process.stderr.write(`${name}.png is as large as it came: there is no pngquant.\n`);
}

const light = await open("light", 1360, 820);
await take(light, "first-page");
await say(light, "subscribe large language models");
await say(light, "subscribe diffusion");
await say(light, "digest");
const liked = light.locator(".entry:nth-of-type(3) .paper", { hasText: "Denoising Diffusion" }).first();
await liked.getByRole("button", { name: "More like this" }).click();
await light.locator(".entry:nth-of-type(4)").waitFor();
await say(light, "digest");
await take(light, "digest");

const wide = await open("light", 1440, 860);
await wide.goto(`${preview.url}/c/general?look=both`);
await wide.evaluate("document.querySelectorAll('.entry')[4].scrollIntoView({ behavior: 'instant' })");
await take(wide, "side-by-side");

const dark = await open("dark", 1360, 820);
await dark.goto(`${preview.url}/search?q=federated+learning`);
await take(dark, "search-dark");

await browser.close();
await preview.stop();
rmSync(folder, { recursive: true });

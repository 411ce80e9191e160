import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { UserError } from "../src/errors.ts";
import { findChromium, openBrowser } from "../test/support/browser.ts";
import { startPreview } from "../test/support/preview.ts";
import { realCorpus } from "./real-corpus.ts";
import { readPapers, writePapers } from "./speed/papers.ts";
import { timed } from "./speed/timing.ts";
import { wholeNumber } from "./whole-number.ts";

/** Times each page is opened. */
const rounds = 20;

/** What a person waits for the preview's pages with N papers, in Chromium, and how large they are. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      papers: { type: "string", default: "100000" },
      from: { type: "string", default: realCorpus },
      json: { type: "boolean" },
    },
  });
  const chromium = findChromium();
  if (chromium === undefined) throw new UserError("usage", "There is no Chromium: apt-get install chromium");
  const folder = await mkdtemp(join(tmpdir(), "paperboy-preview-"));
  const file = join(folder, "papers.jsonl");
  await writePapers(file, await readPapers(values.from), wholeNumber("papers", values.papers));
  const preview = await startPreview({ folder, digests: [file], now: new Date().toISOString() });
  const browser = await openBrowser(chromium);
  try {
    await preview.say("subscribe large language models");
    await preview.say("subscribe diffusion");
    for (const [name, path] of [
      ["first page", "/c/reading-group"],
      ["channel with two subscriptions", "/c/general"],
      ["search page", "/search?q=graph+neural+networks"],
    ] as const) {
      const loads: number[] = [];
      let bytes = 0;
      const server = await timed(Array(rounds).fill(path), async () => {
        await (await fetch(preview.url + path)).arrayBuffer();
      });
      for (let round = 0; round < rounds; round++) {
        const { load, received } = await visit(browser, preview.url + path);
        loads.push(load);
        bytes = received;
      }
      loads.sort((one, other) => one - other);
      const [middle = 0, late = 0] = [loads[rounds / 2], loads[Math.floor(rounds * 0.95)]];
      const figures = { page: name, answeredMs: server, loadedMs: { p50: middle, p95: late }, bytes };
      process.stdout.write(
        values.json
          ? `${JSON.stringify(figures)}\n`
          : `${name}: answered in ${ms(server.p50)} (p95 ${ms(server.p95)}), loaded in ${ms(middle)} (p95 ${ms(late)}), ${(bytes / 1_000).toFixed(0)} KB with script and styles\n`,
      );
    }
  } finally {
    await browser.close();
    await preview.stop();
    await rm(folder, { recursive: true });
  }
}

/** As a browser that was never here before; `received` counts bodies as they are once unpacked. */
async function visit(browser: Browser, url: string): Promise<{ readonly load: number; readonly received: number }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const [load, received] = (await page.evaluate(
    "[performance.getEntriesByType('navigation')[0].loadEventEnd || performance.now(), performance.getEntries().reduce((sum, entry) => sum + (entry.decodedBodySize ?? 0), 0)]",
  )) as readonly [number, number];
  await context.close();
  return { load, received };
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

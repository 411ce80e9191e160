import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where the system's Chromium is; undefined without one. CI must have one: there it is an error. */
export function findChromium(): string | undefined {
  const found = places.find((place) => existsSync(place));
  if (found === undefined && process.env["PAPERBOY_REQUIRE_BROWSER"]) {
    throw new Error(`PAPERBOY_REQUIRE_BROWSER is set and there is no Chromium: apt-get install chromium`);
  }
  return found;
}

export function openBrowser(executablePath: string): Promise<Browser> {
  // Root, as in containers, has no sandbox to give.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...args, "--disable-dev-shm-usage"] });
}

/** Pictures of test runs; the folder is not kept in git. */
export function artifact(name: string): string {
  return join(import.meta.dirname, "../../artifacts/browser", `${name}.png`);
}

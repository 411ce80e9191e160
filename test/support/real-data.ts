import { existsSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.env["PAPERBOY_REAL_DATA"] ?? "../shared");

/** The folder of real digests and feeds, which are not ours to ship; undefined where it isn't there. */
export const realData: string | undefined = existsSync(folder) ? folder : undefined;

if (realData === undefined && process.env["PAPERBOY_REQUIRE_REAL_DATA"] === "1") {
  throw new Error(`Real data is required, but ${folder} is not there: set PAPERBOY_REAL_DATA.`);
}

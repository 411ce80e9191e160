import { openPaperboy, type Paperboy } from "../open.ts";
import type { CliContext } from "./cli-command.ts";
import { createProgressBar } from "./progress-bar.ts";
import { watchIndexing } from "./watch-indexing.ts";

/** Opens the files, brings the index up to date, works, and closes the files whatever happens. */
export async function withPaperboy<T>(context: CliContext, work: (paperboy: Paperboy) => Promise<T>): Promise<T> {
  const paperboy = await openPaperboy(context.config, context);
  try {
    const { index, engine } = paperboy;
    const bar = createProgressBar(context.stderr);
    await watchIndexing(index.catchUp(), { engine, clock: context.clock, bar });
    return await work(paperboy);
  } finally {
    await paperboy.close();
  }
}

import { openPaperboy, type Paperboy } from "../open.ts";
import type { CliContext } from "./cli-command.ts";

/** Opens the files, brings the index up to date, works, and closes the files whatever happens. */
export async function withPaperboy<T>(context: CliContext, work: (paperboy: Paperboy) => Promise<T>): Promise<T> {
  const paperboy = await openPaperboy(context.config, context);
  try {
    await paperboy.index.catchUp();
    return await work(paperboy);
  } finally {
    await paperboy.close();
  }
}

import { writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import type { MessageFile } from "../../src/message.ts";
import { safeText } from "./safe-text.ts";

/** More files of one name than this are not made in one folder. */
const mostOfOneName = 100;

/**
 * Writes a message's file into a folder, never over another one: `reading-list.bib`, then `reading-list-2.bib`.
 * Resolves with its path.
 */
export async function writeInto(folder: string, { name, content }: MessageFile): Promise<string> {
  const { name: stem, ext } = parse(parse(name).base);
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? stem + ext : `${stem}-${number}${ext}`);
    try {
      await writeFile(path, content, { flag: "wx" });
      return path;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST";
      if (!isTaken || number === mostOfOneName) throw error;
    }
  }
}

/** A file's content as it may stand on a terminal or in a pipe: its own lines, not wrapped. */
export function printable({ content }: MessageFile): string {
  return `${content.trimEnd().split(/\r?\n/u).map(safeText).join("\n")}\n`;
}

import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { describeError, UserError } from "../errors.ts";
import type { CliCommand } from "./cli-command.ts";
import { importReferences } from "./import-references.ts";
import { importTeam } from "./import-team.ts";

/** Bytes; JavaScript holds no longer text. */
const largest = 500_000_000;

export const importCommand: CliCommand = {
  name: "import",
  summary: "takes in what `export` wrote, or the papers you know: a .bib file or a list of arXiv numbers",
  usage: "FILE [--channel CHANNEL] [--json]",
  options: { channel: { type: "string" } },
  optionHelp: [
    "FILE          of `export`: what is there already stays, and posts that were due before are not made up for;",
    "              stop Paperboy first. Or BibTeX, or arXiv numbers and addresses between blanks: more like them",
    "--channel C   more like them in a channel's digests instead of your own recommendations: PLATFORM:ID, or its ID alone",
  ],
  takes: { min: 1, max: 1 },
  async run({ positionals: [name = ""], values: { channel } }, context) {
    const file = resolve(context.config.callerFolder, name);
    const text = await readText(file);
    // No list of references begins so, and no other file of ours does.
    if (!text.trimStart().startsWith("{")) {
      return importReferences(text, typeof channel === "string" ? channel : undefined, context);
    }
    if (channel === undefined) return importTeam(text, file, context);
    throw new UserError(
      "usage",
      `--channel is for papers you know; ${file} was written by \`export\` and names its channels.`,
    );
  },
};

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largest) throw new UserError("import-file", `${file} is larger than ${largest / 1_000_000} MB.`);
    return decoded(await readFile(file));
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new UserError("not-found", `There is no file ${file}.`);
    throw new UserError("import-file", `${file} cannot be read: ${describeError(error)}.`, { cause: error });
  }
}

/** Old reference managers write Latin-1, old editors UTF-16 with its mark. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { findReferences } from "../commands/references.ts";
import { UserError } from "../errors.ts";
import { plainText } from "../views/text.ts";
import { liked } from "../views/vote.ts";
import { channelNamed } from "./channel-named.ts";
import type { CliCommand } from "./cli-command.ts";
import { withPaperboy } from "./with-paperboy.ts";

/** The person at this machine's terminal, as the chat of `npm start` knows them. */
const here = { platform: "terminal", id: "terminal" } as const;

export const importCommand: CliCommand = {
  name: "import",
  summary: "names papers you know and want more of, from a .bib file or a list of arXiv numbers",
  usage: "FILE [--channel CHANNEL] [--json]",
  options: { channel: { type: "string" } },
  optionHelp: [
    "FILE          BibTeX, or arXiv numbers and addresses between blanks",
    "--channel C   for a channel's digests instead of your own recommendations: PLATFORM:ID, or its ID alone",
  ],
  takes: { min: 1, max: 1 },
  async run({ positionals: [name = ""], values }, context) {
    const text = await textOf(resolve(context.config.callerFolder, name));
    return withPaperboy(context, async (paperboy) => {
      const named = values["channel"];
      const channel = typeof named === "string" ? await channelNamed(named, paperboy) : undefined;
      const found = await findReferences(text, paperboy.engine);
      const person = channel ? { platform: channel.platform, id: here.id } : here;
      for (const { key } of found.papers) {
        await paperboy.store.votes.cast(person, { paper: key, value: "up", at: context.clock.now() }, channel);
      }
      const [sentence] = liked(found, channel ? "channel" : "person").blocks;
      return {
        json: { papers: found.papers.map(({ key, title }) => ({ key, title })), unknown: found.unknown },
        text: sentence?.type === "text" ? plainText(sentence.text) : "",
      };
    });
  },
};

async function textOf(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return decoded(bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UserError("not-found", `There is no file ${path}.`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError("unreadable", `${path} cannot be read: ${reason}.`);
  }
}

/** Old reference managers write Latin-1. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

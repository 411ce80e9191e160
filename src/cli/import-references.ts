import { findReferences } from "../commands/references.ts";
import { plainText } from "../views/text.ts";
import { liked } from "../views/vote.ts";
import { channelNamed } from "./channel-named.ts";
import type { CliContext, CliResult } from "./cli-command.ts";
import { withPaperboy } from "./with-paperboy.ts";

/** The person at this machine's terminal, as the chat of `npm start` knows them. */
const here = { platform: "terminal", id: "terminal" } as const;

/** Likes the papers a text names: for a channel's digests where one is named, else for the person here. */
export function importReferences(text: string, named: string | undefined, context: CliContext): Promise<CliResult> {
  return withPaperboy(context, async (paperboy) => {
    const channel = named === undefined ? undefined : await channelNamed(named, paperboy);
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
}

import { firstOfLastDays } from "../commands/recent.ts";
import type { DigestPaper } from "../engine.ts";
import { keySentence } from "../papers/key-sentence.ts";
import type { Day } from "../papers/paper.ts";
import { openQuoteNote } from "../search/query.ts";
import type { ChannelId } from "../store/store.ts";
import { digestReason } from "../views/digest.ts";
import { count, plainText } from "../views/text.ts";
import { channelNamed } from "./channel-named.ts";
import type { CliCommand, CliContext } from "./cli-command.ts";
import { type CliHit, hitJson, hitText } from "./hit.ts";
import { wholeNumber } from "./whole-number.ts";
import { withPaperboy } from "./with-paperboy.ts";

/** Days looked back on where none are given, until papers are found. */
const windows = [7, 30, 365, 36_500];

export const digestCommand: CliCommand = {
  name: "digest",
  summary: "composes a digest on topics",
  usage: "TOPIC... [--days N] [--channel CHANNEL] [--json]",
  options: { days: { type: "string" }, channel: { type: "string" } },
  optionHelp: [
    "--channel C   by what this channel likes: PLATFORM:ID, or its ID alone",
    "TOPIC         a query; one of several words in quotes",
    "--days N      days before the newest digest to look back on (default 7; 30, 365 and all where those bring nothing)",
  ],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  async run({ positionals, values }, context) {
    const days = values["days"] === undefined ? windows : [wholeNumber("days", values["days"], 7, 36_500)];
    return withPaperboy(context, async (paperboy) => {
      const { engine } = paperboy;
      const named = values["channel"];
      const channel = typeof named === "string" ? await channelNamed(named, paperboy) : undefined;
      const topics = [...new Set(positionals.map((topic) => engine.normaliseTopic(topic)))];
      const { digest, since } = await composed(topics, days, { engine, clock: context.clock, channel });
      const groups = [...digest.topics, ...digest.more];
      const sections = topics.map((topic) => {
        const papers = groups.filter((group) => group.topic === topic).flatMap((group) => group.papers);
        return { topic, papers: papers.map(hitOf) };
      });
      const notes = positionals.flatMap((topic) => openQuoteNote(topic) ?? []);
      const listed = values["days"] === undefined ? "" : ` listed since ${since}`;
      const heading =
        digest.total === 0
          ? `No paper${listed} matches ${topics.join(" or ")}`
          : `${count(digest.total, "paper")} listed since ${since}`;
      const lines = [
        [`${heading}.`, ...notes].join(" "),
        ...(digest.total === 0 ? [] : sections).map(({ topic, papers }) =>
          [`\n${topic}: ${papers.length}`, ...papers.map((paper, index) => hitText(paper, index + 1))].join("\n"),
        ),
      ];
      const json = { topics: sections.map(({ topic, papers }) => ({ topic, papers: papers.map(hitJson) })) };
      return { json, text: lines.join("\n") };
    });
  },
};

type Composing = Parameters<typeof firstOfLastDays>[1] &
  Pick<CliContext, "clock"> & { readonly channel: ChannelId | undefined };

async function composed(
  topics: readonly string[],
  windowsInDays: readonly number[],
  { engine, clock, channel }: Composing,
) {
  let since: Day = "";
  let digest = { topics: [], more: [], total: 0 } as Awaited<ReturnType<typeof engine.digest>>;
  for (const days of windowsInDays) {
    since = await firstOfLastDays(days, { engine, clock });
    const suits = channel && (await engine.suits({ channel }, { since }));
    digest = await engine.digest({ topics, since, ...(suits && { suits }) });
    if (digest.total > 0) break;
  }
  return { digest: channel ? await engine.withCauses({ channel }, digest) : digest, since };
}

function hitOf(found: DigestPaper): CliHit {
  const { paper, score } = found;
  return {
    paper,
    score,
    reason: plainText(digestReason(found)),
    snippet: keySentence(paper.title, paper.abstract) ?? "",
  };
}

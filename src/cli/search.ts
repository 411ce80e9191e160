import type { FoundPaper } from "../engine.ts";
import { UserError } from "../errors.ts";
import { paperUrl } from "../papers/identity.ts";
import { reasonText } from "../views/reason.ts";
import type { CliCommand } from "./cli-command.ts";
import { withPaperboy } from "./with-paperboy.ts";

const maxLimit = 1_000;

export const searchCommand: CliCommand = {
  name: "search",
  summary: "finds papers",
  usage: "QUERY [--limit N] [--page N] [--sort relevance|date] [--json]",
  options: { limit: { type: "string" }, page: { type: "string" }, sort: { type: "string" } },
  optionHelp: [
    `--limit N     papers a page, up to ${maxLimit} (default 10)`,
    "--page N      which page (default 1)",
    "--sort ORDER  relevance (default) or date",
  ],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  async run({ positionals, values }, context) {
    const query = positionals.join(" ");
    const limit = wholeNumber("limit", values["limit"], 10, maxLimit);
    const page = wholeNumber("page", values["page"], 1, 1_000_000);
    const sort = sortOrder(values["sort"]);
    return withPaperboy(context, async ({ engine }) => {
      const offset = (page - 1) * limit;
      const { total, hits, partial, didYouMean } = await engine.search(query, { limit, offset, sort });
      const lines = [
        `${total} ${total === 1 ? "paper" : "papers"} for ${query}${partial ? " (none has all the words; these match some)" : ""}`,
        ...(didYouMean === undefined ? [] : [`Did you mean: ${didYouMean}`]),
        ...hits.map((hit, index) => `\n${offset + index + 1}. ${asText(hit)}`),
      ];
      return { json: { query, total, hits: hits.map(asJson) }, text: lines.join("\n") };
    });
  },
};

function asJson(hit: FoundPaper) {
  const { paper } = hit;
  return {
    key: hit.key,
    id: paper.externalId ?? paper.arxivId ?? null,
    title: paper.title,
    url: paperUrl(paper),
    published: paper.published ?? null,
    score: hit.score,
    reason: reasonText(hit.matches) ?? null,
    snippet: hit.snippet.text,
  };
}

function asText(hit: FoundPaper): string {
  const { paper } = hit;
  const facts = [
    paper.published,
    paper.authors[0] && `${paper.authors[0]}${paper.authors.length > 1 ? " et al." : ""}`,
  ];
  return [
    paper.title,
    [...facts.filter(Boolean), paperUrl(paper)].join(" · "),
    hit.snippet.text,
    reasonText(hit.matches) ?? "",
  ]
    .filter((line) => line !== "")
    .join("\n   ");
}

function sortOrder(value: string | boolean | undefined): "relevance" | "date" {
  if (value === undefined) return "relevance";
  if (value === "relevance" || value === "date") return value;
  throw new UserError("usage", `--sort takes relevance or date, not ${JSON.stringify(value)}.`);
}

function wholeNumber(name: string, value: string | boolean | undefined, byDefault: number, max: number): number {
  if (value === undefined) return byDefault;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  throw new UserError("usage", `--${name} takes a whole number from 1 to ${max}, not ${JSON.stringify(value)}.`);
}

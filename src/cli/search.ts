import { otherWords } from "../commands/other-words.ts";
import type { FoundPaper } from "../engine.ts";
import { UserError } from "../errors.ts";
import { reasonText } from "../views/reason.ts";
import { partsNote, resultHeading } from "../views/search-results.ts";
import { count } from "../views/text.ts";
import type { CliCommand } from "./cli-command.ts";
import { type CliHit, hitJson, hitText } from "./hit.ts";
import { wholeNumber } from "./whole-number.ts";
import { withPaperboy } from "./with-paperboy.ts";

const maxLimit = 1_000;

export const searchCommand: CliCommand = {
  name: "search",
  summary: "finds papers",
  usage: "QUERY [--limit N] [--page N] [--sort relevance|date|upvotes] [--json]",
  options: { limit: { type: "string" }, page: { type: "string" }, sort: { type: "string" } },
  optionHelp: [
    `--limit N     papers a page, up to ${maxLimit} (default 10)`,
    "--page N      which page (default 1)",
    "--sort ORDER  relevance (default), date or upvotes",
  ],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  async run({ positionals, values }, context) {
    const query = positionals.join(" ");
    const limit = wholeNumber("limit", values["limit"], 10, maxLimit);
    const page = wholeNumber("page", values["page"], 1, 1_000_000);
    const sort = sortOrder(values["sort"]);
    return withPaperboy(context, async ({ engine }) => {
      const offset = (page - 1) * limit;
      const result = await engine.search(query, { limit, offset, sort });
      const { total, whole, hits: found, didYouMean, note } = result;
      const also = page === 1 ? await otherWords(result, engine) : [];
      const hits = found.map(hitOf);
      const lines = [
        [`${resultHeading(result)}.`, partsNote(result), note ?? ""].filter((part) => part !== "").join(" "),
        ...(didYouMean === undefined ? [] : [`Did you mean: ${didYouMean}`]),
        ...also.map(
          ({ words, papers, query: asked }) =>
            `The papers also say ${words} (${count(papers, whole === 0 ? "paper" : "more paper")}): ${asked}`,
        ),
        ...hits.map((hit, index) => `\n${hitText(hit, offset + index + 1)}`),
      ];
      const offers = { ...(didYouMean !== undefined && { didYouMean }), ...(also.length > 0 && { also }) };
      return { json: { query, total, hits: hits.map(hitJson), ...offers }, text: lines.join("\n") };
    });
  },
};

function hitOf({ paper, score, matches, snippet }: FoundPaper): CliHit {
  return { paper, score, reason: reasonText(matches), snippet: snippet.text };
}

function sortOrder(value: string | boolean | undefined): "relevance" | "date" | "upvotes" {
  if (value === undefined) return "relevance";
  if (value === "relevance" || value === "date" || value === "upvotes") return value;
  throw new UserError("usage", `--sort takes relevance, date or upvotes, not ${JSON.stringify(value)}.`);
}

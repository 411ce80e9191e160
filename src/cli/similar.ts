import type { Engine, SimilarPaper } from "../engine.ts";
import { UserError } from "../errors.ts";
import { keySentence } from "../papers/key-sentence.ts";
import type { Paper } from "../papers/paper.ts";
import { sharedTerms } from "../views/similar.ts";
import { cut } from "../views/text.ts";
import type { CliCommand } from "./cli-command.ts";
import { type CliHit, hitJson, hitText } from "./hit.ts";
import { wholeNumber } from "./whole-number.ts";
import { withPaperboy } from "./with-paperboy.ts";

const maxLimit = 1_000;

export const similarCommand: CliCommand = {
  name: "similar",
  summary: "finds papers about the same as one",
  usage: "PAPER [--limit N] [--json]",
  options: { limit: { type: "string" } },
  optionHelp: [
    "PAPER         its key, its arXiv number or address, or words of its title",
    `--limit N     papers, up to ${maxLimit} (default 10)`,
  ],
  takes: { min: 1, max: Number.POSITIVE_INFINITY },
  async run({ positionals, values }, context) {
    const query = positionals.join(" ");
    const limit = wholeNumber("limit", values["limit"], 10, maxLimit);
    return withPaperboy(context, async ({ engine }) => {
      const paper = await onePaper(query, engine);
      const { total, hits: found } = await engine.similar(paper.key, { limit });
      const hits = found.map(hitOf);
      const lines = [`${total} similar to ${paper.title}`, ...hits.map((hit, index) => `\n${hitText(hit, index + 1)}`)];
      return { json: { query, total, hits: hits.map(hitJson) }, text: lines.join("\n") };
    });
  },
};

async function onePaper(reference: string, engine: Engine): Promise<Paper> {
  const papers = await engine.find(reference);
  const [paper] = papers;
  if (!paper) {
    throw new UserError(
      "not-found",
      `No paper fits ${JSON.stringify(cut(reference, 80))}: name it by its key, its arXiv number or address, or words of its title.`,
    );
  }
  if (papers.length === 1) return paper;
  const choices = papers.map(({ key, title }) => `${key} (${cut(title, 60)})`).join(", ");
  throw new UserError(
    "not-found",
    `Several papers fit ${JSON.stringify(cut(reference, 80))}, name one by its key: ${choices}.`,
  );
}

function hitOf({ paper, score, shared }: SimilarPaper): CliHit {
  return { paper, score, reason: sharedTerms(shared), snippet: keySentence(paper.title, paper.abstract) ?? "" };
}

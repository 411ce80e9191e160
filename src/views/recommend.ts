import type { Recommendation, RecommendedPaper } from "../engine.ts";
import type { Block, Message, PaperBlock } from "../message.ts";
import { buttons, said, text } from "./blocks.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { whatWasSaid } from "./taste.ts";
import { button, count, titlesOf } from "./text.ts";

const mostNamed = 2;

/** New papers for a person. */
export function recommendation({ since, learntFrom, papers }: Recommendation): Message {
  if (papers.length === 0) return nothingNew(since);
  const heading = `${count(papers.length, "paper")} for you`;
  const basis =
    learntFrom > 0
      ? `Listed since ${since}, by ${count(learntFrom, "paper")} you said something of.`
      : `Nothing is known of your taste yet, so these are papers listed since ${since}, ${order(papers)}. Vote, or name papers you know: like 2104.12255.`;
  const blocks: Block[] = [
    { type: "heading", text: heading },
    text(basis),
    ...papers.map((found) => recommendedBlock(found, learntFrom > 0)),
    buttons([button("My taste", "taste"), button("Reading list", "saved")]),
  ];
  return { fallback: `${heading}: ${titlesOf(papers.map(({ paper }) => paper))}`, blocks };
}

/** What they are ordered by where nobody's taste is. */
function order(papers: readonly RecommendedPaper[]): string {
  return papers.some(({ paper }) => paper.upvotes) ? "by upvotes and freshness" : "the freshest first";
}

function recommendedBlock(found: RecommendedPaper, isTasteKnown: boolean): PaperBlock {
  return paperBlock(found.paper, { ...keyQuote(found.paper), reason: [reasonOf(found, isTasteKnown)] });
}

function reasonOf({ near, likest, explores, paper }: RecommendedPaper, isTasteKnown: boolean): string {
  if (explores) return "another theme than those you liked";
  const liked = near.slice(0, mostNamed).map(({ of }) => of);
  if (liked.length > 0) return `near ${whatWasSaid(liked, "you")}`;
  if (likest) return `a little like ${whatWasSaid([likest.of], "you")}`;
  const upvotes = paper.upvotes === undefined ? "" : `, ${count(paper.upvotes, "upvote")}`;
  return `${isTasteKnown ? "unlike all you liked; " : ""}listed ${paper.listed}${upvotes}`;
}

function nothingNew(since: string): Message {
  const sentence = `No paper listed since ${since} is new to you.`;
  return said(sentence, [button("Latest papers", "latest")]);
}

import type { Recommendation, RecommendedPaper } from "../engine.ts";
import type { Block, Message, PaperBlock } from "../message.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { nearTitles } from "./taste.ts";
import { button, count, cut } from "./text.ts";

const mostNamed = 2;

/** New papers for a person. */
export function recommendation({ since, learntFrom, papers }: Recommendation): Message {
  if (papers.length === 0) return nothingNew(since);
  const heading = `${count(papers.length, "paper")} for you`;
  const basis =
    learntFrom > 0
      ? `Listed since ${since}, by ${count(learntFrom, "paper")} you said something of.`
      : `Nothing is known of your taste yet, so these are the papers listed since ${since} that others voted for, the freshest first among equals. Vote, or name papers you know: like 2104.12255.`;
  const blocks: Block[] = [
    { type: "heading", text: heading },
    { type: "text", text: [basis] },
    ...papers.map(recommendedBlock),
    { type: "actions", actions: [button("My taste", "taste"), button("Reading list", "saved")] },
  ];
  return { fallback: `${heading}: ${papers.map(({ paper }) => cut(paper.title, 80)).join("; ")}`, blocks };
}

function recommendedBlock(found: RecommendedPaper): PaperBlock {
  const reason = reasonOf(found);
  return paperBlock(found.paper, { ...keyQuote(found.paper), ...(reason === "" ? {} : { reason: [reason] }) });
}

function reasonOf({ near, explores, paper }: RecommendedPaper): string {
  if (explores) return "another theme than those you liked";
  const liked = near.slice(0, mostNamed).map(({ of }) => of);
  const verbs = new Set(liked.map(({ said }) => said));
  const verb = verbs.size === 1 && verbs.has("saved") ? "saved" : "liked";
  if (liked.length > 0) return `near ${nearTitles(liked.map((each) => each.paper))}, which you ${verb}`;
  return paper.upvotes === undefined ? "" : count(paper.upvotes, "upvote");
}

function nothingNew(since: string): Message {
  const sentence = `No paper listed since ${since} is new to you.`;
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: [sentence] },
      { type: "actions", actions: [button("Latest papers", "latest")] },
    ],
  };
}

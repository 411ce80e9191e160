import type { Block, Inline, Message } from "../message.ts";
import { count, withCode } from "./text.ts";

/** What the drop folder gave at start. */
export interface TakenInSummary {
  readonly files: number;
  readonly new: number;
  readonly rejected: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

export interface Welcome {
  readonly report: TakenInSummary;
  /** Papers in the store. */
  readonly papers: number;
  readonly prefix: string;
  /** The command line whose answer is shown. */
  readonly exampleSearch: string;
  readonly example: Message;
  /** How to go on, a sentence each: what brings new papers, and how to carry them to where people are. */
  readonly hints: readonly string[];
}

/** What a first start says where nobody types: what is there, what an answer looks like, how to go on. */
export function welcomeMessage({ report, papers, prefix, exampleSearch, example, hints }: Welcome): Message {
  const takenIn = takenInMessage(report, papers);
  return {
    fallback: takenIn.fallback,
    blocks: [
      ...takenIn.blocks,
      { type: "text", text: ["This is what ", { code: `${prefix} ${exampleSearch}` }, " answers:"] },
      { type: "divider" },
      ...example.blocks.slice(0, exampleBlocks).map(withoutActions),
      { type: "divider" },
      paragraph("To chat here, run ", { code: "npm start" }, " in a terminal, or pipe command lines into it."),
      ...hints.map((sentence) => paragraph(...withCode(sentence))),
    ],
  };
}

/** Where the same can be had with a mouse. */
export function previewMessage(url: string): Message {
  return { fallback: `In a browser: ${url}`, blocks: [paragraph({ link: "In a browser", url })] };
}

/** Nobody is there to press a button. */
function withoutActions(block: Block): Block {
  return block.type === "paper" ? { ...block, actions: [] } : block;
}

/** Heading and two papers: enough to see what an answer looks like. */
const exampleBlocks = 4;

export function takenInMessage(report: TakenInSummary, papers: number): Message {
  const fresh =
    report.files === 0
      ? "Nothing new in the digests folder."
      : `Took in ${count(report.files, "file")} with ${report.new === 0 ? "no new paper" : count(report.new, "new paper")}.`;
  const sentence = `${fresh} ${count(papers, "paper")} can be searched.`;
  const rejects = report.rejected.map(({ file, line, reason }) => paragraph(`Left out: ${file}:${line}: ${reason}`));
  return { fallback: sentence, blocks: [paragraph(sentence), ...rejects] };
}

function paragraph(...text: readonly Inline[]): Block {
  return { type: "text", text };
}

import type { Learnt } from "../engine.ts";
import type { Action, Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { buttons, said, text } from "./blocks.ts";
import { button, count, cut, enumerate, withCode } from "./text.ts";

/** `“Medusa” and “Eagle”, which you liked`. */
export function whatWasSaid(
  some: readonly { readonly paper: Pick<Paper, "title">; readonly said: string }[],
  who: "you" | "this channel",
): string {
  const titles = some.map(({ paper }) => `“${cut(paper.title, 80)}”`);
  const verbs = [...new Set(some.map(({ said }) => said))].sort().join(" or ");
  return `${enumerate(titles)}, which ${who} ${verbs}`;
}

type Whose = "channel" | "person";

const possessive = (whose: Whose): string => (whose === "channel" ? "This channel's taste" : "Your taste");
const option = (whose: Whose): string => (whose === "channel" ? " --channel" : "");

/** Buttons for words to leave out. */
const offered = 4;

/** What was learnt, as words. */
export function tasteMessage(learnt: Learnt, whose: Whose): Message {
  const { more, less, leftOut } = learnt;
  if (learnt.liked + learnt.disliked + learnt.saved === 0) return nothingLearnt(learnt, whose);
  const from = (["liked", "disliked", "saved"] as const)
    .filter((kind) => learnt[kind] > 0)
    .map((kind, index) => count(learnt[kind], `${kind} ${index === 0 ? "paper" : "one"}`));
  const lines = [
    ...(more.length > 0 ? [`more: ${more.join(", ")}`] : []),
    ...(less.length > 0 ? [`less: ${less.join(", ")}`] : []),
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
  ];
  const heading = `${possessive(whose)}, learnt from ${enumerate(from)}`;
  const actions: Action[] = [
    ...[...more, ...less]
      .slice(0, offered)
      .map((words) => button(`Leave out ${words}`, `taste remove ${words}${option(whose)}`)),
    button("Reset", `taste reset${option(whose)}`, { style: "danger" }),
  ];
  return {
    fallback: `${heading}; ${lines.join("; ")}`,
    blocks: [{ type: "heading", text: heading }, ...lines.map((line) => text(line)), buttons(actions)],
  };
}

export function wordLeftOut(words: string, what: "remove" | "restore", learnt: Learnt, whose: Whose): Message {
  const left = cut(words, 60);
  const sentence =
    what === "remove" ? `${left} no longer counts for ${possessive(whose).toLowerCase()}.` : `${left} counts again.`;
  const message = tasteMessage(learnt, whose);
  const undo = button("Undo", `taste ${what === "remove" ? "restore" : "remove"} ${words}${option(whose)}`);
  return {
    fallback: `${sentence} ${message.fallback}`,
    blocks: [...said(sentence, [undo]).blocks, ...message.blocks],
  };
}

/** Asked before a taste begins anew. */
export function confirmReset({ liked, disliked, saved }: Learnt, whose: Whose, line: string): Message {
  const sentence = `${possessive(whose)} would begin anew: ${count(liked + disliked + saved, "paper")} it was learnt from and all words left out would count no more. It cannot be undone.`;
  return said(sentence, [button("Begin anew", line, { style: "danger" })]);
}

export function tasteReset(whose: Whose): Message {
  const sentence = `${possessive(whose)} begins anew: votes until now count no more for it. Reading lists stay.`;
  return said(sentence);
}

function nothingLearnt({ leftOut }: Learnt, whose: Whose): Message {
  const how =
    whose === "channel"
      ? "Votes under papers (More like this, Not for us) and saved papers shape it."
      : "Vote under papers, save some, or name papers you know with `like` and their arXiv numbers.";
  const sentence = `${possessive(whose)}: nothing learnt yet. ${how}`;
  const out = leftOut.length > 0 ? ` Left out: ${leftOut.join(", ")}.` : "";
  return {
    fallback: sentence + out,
    blocks: [text(...withCode(sentence), out), buttons([button("Latest papers", "latest")])],
  };
}

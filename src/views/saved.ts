import type { Block, Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { type PageView, pageActions, pageCount, pagePlace } from "./pages.ts";
import { keyQuote, paperBlock } from "./paper.ts";
import { button, count, cut } from "./text.ts";

export function savedOne(paper: Paper, isNew: boolean, total: number): Message {
  const sentence = isNew
    ? `“${cut(paper.title, 80)}” is on your reading list, with ${count(total, "paper")} now.`
    : `“${cut(paper.title, 80)}” was on your reading list already.`;
  return said(sentence, [button("Undo", `unsave ${paper.key}`), button("Reading list", "saved")]);
}

export function unsavedOne(paper: Paper, was: boolean): Message {
  const sentence = was
    ? `“${cut(paper.title, 80)}” is off your reading list.`
    : `“${cut(paper.title, 80)}” was not on your reading list.`;
  return said(sentence, [button("Save", `save ${paper.key}`), button("Reading list", "saved")]);
}

/** What is read of a reading list, last saved first. */
export interface ReadingList {
  readonly total: number;
  /** Papers saved before those. */
  readonly beyond: number;
  /** The page of it. */
  readonly shown: readonly Paper[];
}

/** One page of a reading list. */
export function savedList({ total, beyond, shown }: ReadingList, page: PageView): Message {
  if (total === 0) {
    return said("Your reading list is empty. Save puts a paper on it.", [button("Latest papers", "latest")]);
  }
  const pages = pageCount(total, page.size);
  if (shown.length === 0) {
    const sentence = `There is no page ${page.number}: ${count(total, "paper")} fill ${count(pages, "page")}.`;
    return said(sentence, [button("Last page", page.line(pages), { replaces: true })]);
  }
  const heading = `Your reading list: ${count(total, "paper")}`;
  const blocks: Block[] = [
    { type: "heading", text: heading },
    ...(beyond > 0 ? [{ type: "text" as const, text: [latestOf(total, beyond)] }] : []),
    ...(pages > 1 ? [{ type: "text" as const, text: [`${pagePlace(page.number, pages)}.`] }] : []),
    ...shown.map(listed),
    ...pageActions(page, total),
    {
      type: "actions",
      actions: [button("BibTeX", "export bibtex"), button("CSV", "export csv"), button("JSON", "export json")],
    },
  ];
  return { fallback: `${heading}: ${shown.map(({ title }) => cut(title, 80)).join("; ")}`, blocks };
}

/** Said where a reading list is longer than what is read of it. */
export function latestOf(total: number, beyond: number): string {
  const whole = (total + beyond).toLocaleString("en-GB");
  return `These are the latest ${total.toLocaleString("en-GB")} of ${whole}: the others come back as some of these are taken off.`;
}

/** On the list a paper can be taken off it. */
function listed(paper: Paper): Block {
  const block = paperBlock(paper, keyQuote(paper));
  const others = block.actions.filter(({ run }) => run !== `save ${paper.key}`);
  return { ...block, actions: [...others, button("Take off the list", `unsave ${paper.key}`)] };
}

export function forgottenPerson({ votes, saved }: { readonly votes: number; readonly saved: number }): Message {
  const sentence =
    votes + saved === 0
      ? "Nothing was known of you: no votes, no reading list, and no taste."
      : `Forgotten for good: ${count(votes, "vote")}, ${count(saved, "saved paper")} and your taste.`;
  return { fallback: sentence, blocks: [{ type: "text", text: [sentence] }] };
}

function said(sentence: string, actions: ReturnType<typeof button>[]): Message {
  return {
    fallback: sentence,
    blocks: [
      { type: "text", text: [sentence] },
      { type: "actions", actions },
    ],
  };
}

import type { Block, Message } from "../message.ts";
import { buttons, said } from "./blocks.ts";
import { button, count } from "./text.ts";

/** Which part of a list a message shows. */
export interface PageView {
  /** Counted from 1. */
  readonly number: number;
  readonly size: number;
  /** The command line that shows another page of the same list. */
  readonly line: (number: number) => string;
}

export function pageCount(total: number, size: number): number {
  return Math.ceil(total / size);
}

/** `Page 2 of 1,375`: which of a list's pages this is. */
export function pagePlace(number: number, pages: number): string {
  return `Page ${number.toLocaleString("en-GB")} of ${pages.toLocaleString("en-GB")}`;
}

/** The buttons to the neighbouring pages; no block where there are none. */
export function pageActions(page: PageView, total: number): readonly Block[] {
  const actions = [];
  if (page.number < pageCount(total, page.size)) {
    actions.push(button("Next page", page.line(page.number + 1), { replaces: true }));
  }
  if (page.number > 1) actions.push(button("Previous page", page.line(page.number - 1), { replaces: true }));
  return actions.length > 0 ? [buttons(actions)] : [];
}

/** Said of a page behind the last one. */
export function noSuchPage(page: PageView, total: number, noun: string): Message {
  const pages = pageCount(total, page.size);
  const sentence = `There is no page ${page.number}: ${count(total, noun)} fill ${count(pages, "page")}.`;
  return said(sentence, [button("Last page", page.line(pages), { replaces: true })]);
}

import type { Block } from "../message.ts";
import { button } from "./text.ts";

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
  return actions.length > 0 ? [{ type: "actions", actions }] : [];
}

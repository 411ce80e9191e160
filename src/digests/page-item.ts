import type { WrittenDay } from "./dates.ts";

/** A paragraph that may be a title, an abstract or part of one. */
export interface TextItem {
  readonly type: "text";
  readonly line: number;
  readonly text: string;
  readonly heading: number;
  readonly bold: boolean;
  /** The paper a link on the paragraph, or right below it, leads to. */
  readonly paperId?: string;
  /** The whole paragraph is a link. */
  readonly linked: boolean;
  readonly url?: string;
}

/** What a page says, in its order, navigation left out. */
export type PageItem =
  | TextItem
  | { readonly type: "listed"; readonly line: number; readonly day: WrittenDay }
  | { readonly type: "published"; readonly line: number; readonly day: WrittenDay }
  | {
      readonly type: "upvotes";
      readonly line: number;
      readonly count: number;
      /** As the page has it. */
      readonly text: string;
      readonly certain: boolean;
      readonly paperId?: string;
    }
  | { readonly type: "authors"; readonly line: number; readonly names: readonly string[] }
  | { readonly type: "link"; readonly line: number; readonly url: string; readonly label: string }
  | { readonly type: "furniture"; readonly line: number };

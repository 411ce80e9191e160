import type { LookName } from "./looks.ts";

/** Addresses of the pages; what a page links to is written here and read in pages/. */
export function chatPath(channel: string, look: LookName): string {
  return `/c/${encodeURIComponent(channel)}${withLook(look)}`;
}

export function sayPath(channel: string, look: LookName): string {
  return `/c/${encodeURIComponent(channel)}/say${withLook(look)}`;
}

export function eventsPath(channel: string, look: LookName): string {
  return `/c/${encodeURIComponent(channel)}/events${withLook(look)}`;
}

export function filePath(channel: string, entry: number): string {
  return `/c/${encodeURIComponent(channel)}/file/${entry}`;
}

function searchPath({ query, page, sort }: SearchAddress): string {
  const parameters = new URLSearchParams({ q: query });
  if (page !== undefined) parameters.set("page", page);
  if (sort !== undefined) parameters.set("sort", sort);
  return `/search?${parameters}`;
}

interface SearchAddress {
  readonly query: string;
  readonly page?: string;
  readonly sort?: string;
}

/** The page of its own that shows what a line would; undefined for lines that change something, and most others. */
export function pageOf(line: string): string | undefined {
  const [, command, rest = ""] = /^(\S+)\s+(.+)$/s.exec(line) ?? [];
  const { words, options } = withoutOptions(rest);
  if (command === "search" && words !== "") return searchPath({ query: words, ...options });
  if (command === "show" && isKey(words)) return `/paper/${words}`;
  if (command === "similar" && isKey(words)) return `/paper/${words}?page=${options.page ?? "1"}#similar`;
  return undefined;
}

/** As keys of papers are written, and arXiv numbers. */
export function isKey(text: string): boolean {
  return /^[\w.-]{4,40}$/.test(text);
}

function withoutOptions(rest: string) {
  const options: { page?: string; sort?: string } = {};
  const words = rest
    .replace(/(?:^|\s)--(page|sort)\s+([a-z0-9]+)(?=\s|$)/g, (_, name: "page" | "sort", value: string) => {
      options[name] = value;
      return " ";
    })
    .trim();
  return { words, options };
}

function withLook(look: LookName): string {
  return look === "plain" ? "" : `?look=${look}`;
}

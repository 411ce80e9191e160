import { XMLParser, XMLValidator } from "fast-xml-parser";
import { lineCounter } from "./line-counter.ts";

/** An element: its text and attributes (`@href`), and its children by name without prefix, each a list. */
export type XmlElement = string | { readonly [name: string]: unknown };

export interface FeedItem {
  /** 1-based line it begins on. */
  readonly line: number;
  /** Undefined where it could not be read, for the reason given. */
  readonly element?: XmlElement;
  readonly problem?: string;
}

export interface Feed {
  readonly kind: "rss" | "atom";
  /** All that stands before the first item. */
  readonly header: string;
  readonly items: readonly FeedItem[];
  /** Where it ends early. */
  readonly cut?: { readonly line: number; readonly reason: string };
}

/**
 * Takes an RSS or Atom feed apart, one item at a time: a damaged item costs only itself, and of a feed that was cut off
 * the last item is closed and read as far as it goes. Entities are not expanded by the parser (a declared one stays as
 * it is written), only XML's own five and numeric references are turned. Undefined for a text that is no feed.
 */
export function readFeedXml(text: string): Feed | undefined {
  const root = /<(rss|rdf:RDF|feed)(?=[\s>])/i.exec(text.slice(0, 20_000));
  if (!root) return undefined;
  const kind = root[1]?.toLowerCase() === "feed" ? "atom" : "rss";
  const name = kind === "atom" ? "entry" : "item";
  const lineOf = lineCounter(text);
  const items: FeedItem[] = [];
  const marks = new RegExp(`<!\\[CDATA\\[|<!--|<${name}(?=[\\s>])|</${name}\\s{0,9}>|</${root[1]}\\s{0,9}>`, "g");
  let header: string | undefined;
  let start = -1;
  let closed = false;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0].startsWith("<!")) {
      const close = mark[0] === "<!--" ? "-->" : "]]>";
      const end = text.indexOf(close, marks.lastIndex);
      if (end < 0) break;
      marks.lastIndex = end + close.length;
    } else if (mark[0].startsWith(`<${name}`)) {
      header ??= text.slice(0, Math.min(mark.index, longestHeader));
      if (start >= 0) items.push({ line: lineOf(start), problem: `<${name}> is not closed` });
      start = mark.index;
    } else if (mark[0].startsWith(`</${name}`)) {
      if (start >= 0) items.push(readItem(text.slice(start, marks.lastIndex), lineOf(start)));
      start = -1;
    } else {
      closed = true;
      break;
    }
  }
  header ??= text.slice(0, longestHeader);
  if (closed && start < 0) return { kind, header, items };
  const line = lineOf(start >= 0 ? start : text.length);
  const reason = "the feed ends early: what came before it was read";
  if (start >= 0) items.push(readItem(closeCut(text.slice(start)), line));
  return { kind, header, items, cut: { line, reason } };
}

const longestHeader = 100_000;
/** Larger ones are no papers. */
const longestItem = 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

function readItem(xml: string, line: number): FeedItem {
  if (xml.length > longestItem) return { line, problem: "longer than 1 MB" };
  try {
    const valid = XMLValidator.validate(xml);
    if (valid !== true) return { line: line + valid.err.line - 1, problem: `not valid XML: ${valid.err.msg}` };
    const document: Readonly<Record<string, unknown>> = parser.parse(xml);
    const [element] = Object.values(document).flat();
    return isElement(element) ? { line, element } : { line, problem: "empty" };
  } catch (error) {
    return { line, problem: `not valid XML: ${error instanceof Error ? error.message.slice(0, 200) : "unreadable"}` };
  }
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === "string" || (typeof value === "object" && value !== null && !Array.isArray(value));
}

/** The texts of an element's children of this name. */
export function textsOf(element: XmlElement, name: string): readonly string[] {
  return childrenOf(element, name).map((child) => {
    const text = typeof child === "string" ? child : child["#text"];
    return typeof text === "string" ? turnReferences(text) : "";
  });
}

export function textOf(element: XmlElement, name: string): string {
  return textsOf(element, name)[0] ?? "";
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  if (typeof element === "string" || !Object.hasOwn(element, name)) return [];
  const children = element[name];
  return Array.isArray(children) ? children.filter(isElement) : [];
}

export function attributeOf(element: XmlElement, name: string): string {
  const value = typeof element === "string" ? undefined : element[`@${name}`];
  return typeof value === "string" ? turnReferences(value) : "";
}

/** The text of a feed's own element, such as its date. */
export function headerText(header: string, name: string): string {
  return turnReferences(
    new RegExp(`<${name}(?:\\s[^<>]{0,200})?>([^<]{0,1000})</`, "i").exec(header)?.[1]?.trim() ?? "",
  );
}

const xmlEntities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function turnReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return xmlEntities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Closes what a cut left open; a text that was cut says so with dots. */
function closeCut(xml: string): string {
  const bare = xml.slice(0, longestItem).replace(/<[^<>]{0,2000}$|&[#\w]{0,10}$/, "");
  const open: string[] = [];
  for (const [, slash, name = "", empty] of bare.matchAll(/<(\/?)([A-Za-z_][\w:.-]{0,60})[^<>]{0,2000}?(\/?)>/g)) {
    if (slash) open.splice(Math.max(0, open.lastIndexOf(name)));
    else if (!empty) open.push(name);
  }
  const insideText = open.length > 1 && !/>\s*$/.test(bare.slice(-200));
  const dots = insideText && !/(?:…|\.\.\.)\s*$/.test(bare.slice(-200)) ? "…" : "";
  return `${bare}${dots}${open
    .reverse()
    .map((name) => `</${name}>`)
    .join("")}`;
}

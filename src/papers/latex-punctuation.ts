import { closesSingle, unescapeAddress } from "./latex-rules.ts";
import { groupAt, isLetter, type LatexSource } from "./latex-source.ts";

/** What was read at a place, and where reading goes on. */
export interface TextPiece {
  readonly text: string;
  readonly next: number;
  /** Takes the blanks before it away. */
  readonly trims?: boolean;
}

/** Quotation marks, dashes and addresses of one text, read in its order: a mark opens or closes by those before it. */
export function createPunctuation(source: LatexSource) {
  const { text } = source;
  let openQuotes = 0;
  let openSingles = 0;

  /** `before` is the one character before; empty at the beginning. */
  function readQuote(before: string, at: number, to: number): TextPiece {
    const run = runLength(text, at, to);
    const c = text[at];
    const opens = before === "" || /[\s([{—–\-/“‘]$/.test(before);
    if (c === "`" && run === 2) {
      openQuotes++;
      return { text: "“", next: at + 2 };
    }
    if (c === "`" && run === 1 && closesSingle(text, at, to)) {
      openSingles++;
      return { text: "‘", next: at + 1 };
    }
    if (c === "'" && run === 2 && (openQuotes > 0 || opens)) {
      const opening = openQuotes === 0;
      openQuotes += opening ? 1 : -1;
      return { text: opening ? "“" : "”", next: at + 2 };
    }
    if (c === "'" && run === 1 && openSingles > 0 && !isLetter(text.charCodeAt(at + 1))) {
      openSingles--;
      return { text: "’", next: at + 1 };
    }
    if (c === '"' && openQuotes > 0 && !opens) {
      openQuotes--;
      return { text: "”", next: at + 1 };
    }
    return { text: text.slice(at, at + run), next: at + run };
  }

  function readDash(at: number, to: number): TextPiece {
    const run = runLength(text, at, to);
    const isOption = run === 2 && (at === 0 || text[at - 1] === " ") && text[at + 2] !== " ";
    return { text: run === 3 ? "—" : run === 2 && !isOption ? "–" : "-".repeat(run), next: at + run };
  }

  /** An address is copied as it is, but for escapes; `--` and `~` mean themselves in it. A group behind is its label. */
  function readAddress(at: number, to: number): TextPiece {
    if (text[at + 1] !== "/" || text[at + 2] !== "/") return { text: ":", next: at + 1 };
    let next = at + 3;
    while (next < to && !" {}$".includes(text[next] ?? "")) {
      if (text[next] === "\\" && !escapedInAddress.includes(text[next + 1] ?? " ")) break;
      next += text[next] === "\\" ? 2 : 1;
    }
    const address = unescapeAddress(text.slice(at, next));
    const label = groupAt(source, next, to);
    if (label === undefined) return { text: address, next };
    const words = text.slice(label.from, label.to).trim();
    return { text: words === "" || words.includes("://") ? address : `${address} (${words})`, next: label.next };
  }

  return { readQuote, readDash, readAddress };
}

const escapedInAddress = "_%&#~-";

function runLength(text: string, at: number, to: number): number {
  let i = at;
  while (i < to && text[i] === text[at]) i++;
  return i - at;
}

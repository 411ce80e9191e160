import { analyse, type Token } from "../search/analysis.ts";

/** Words of a paper's title and abstract. */
export interface PaperText {
  readonly title: string;
  readonly abstract: string;
}

/**
 * What papers have in common with one, as each of them writes it, most telling first: the terms whose product of TF-IDF
 * weights is largest, that is, what a cosine of the two adds up from. Two shared words that stand beside each other
 * in both papers are named together ("speculative decoding").
 *
 * `rarity` is a term's inverse document frequency; a term of 0 or less tells nothing and is never named.
 */
export function sharedTerms(
  asked: PaperText,
  rarity: (term: string) => number,
  limit: number,
): (found: PaperText) => readonly string[] {
  const ours = phrasesOf(asked, rarity);
  return (found) => {
    const shared = [...phrasesOf(found, rarity).values()]
      .map((phrase) => ({ phrase, gain: (ours.get(phrase.id)?.weight ?? 0) * phrase.weight }))
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain);
    const named: Phrase[] = [];
    for (const { phrase } of shared) {
      if (named.length === limit) break;
      if (!named.some((other) => overlaps(other, phrase))) named.push(phrase);
    }
    return named.map(display);
  };
}

interface Phrase {
  /** Its terms with a space between: a term holds none. */
  readonly id: string;
  readonly terms: readonly string[];
  weight: number;
  /** How often each spelling occurs. */
  readonly spellings: Map<string, number>;
}

/** Words, and pairs of words with nothing but blanks or a hyphen between. A pair weighs as its words together, so it goes before either. */
function phrasesOf(text: PaperText, rarity: (term: string) => number): Map<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  const times = new Map<string, number>();
  for (const part of [text.title, text.abstract].map(withoutAddresses)) {
    const tokens = analyse(part);
    const telling = tokens.map((token) => tells(token, rarity));
    tokens.forEach((token, at) => {
      if (!telling[at]) return;
      const next = tokens[at + 1];
      const isPair = next && telling[at + 1] && /^[\s-]+$/u.test(part.slice(token.end, next.start));
      for (const words of isPair ? [[token], [token, next]] : [[token]]) {
        const terms = words.map(({ term }) => term);
        const id = terms.join(" ");
        const phrase = phrases.get(id) ?? { id, terms, weight: 0, spellings: new Map<string, number>() };
        const spelling = part.slice(words[0]?.start, words.at(-1)?.end).replace(/\s+/gu, " ");
        phrase.spellings.set(spelling, (phrase.spellings.get(spelling) ?? 0) + 1);
        phrases.set(id, phrase);
        times.set(id, (times.get(id) ?? 0) + 1);
      }
    });
  }
  for (const phrase of phrases.values()) {
    const rare = phrase.terms.reduce((sum, term) => sum + rarity(term), 0);
    phrase.weight = (1 + Math.log(times.get(phrase.id) ?? 1)) * rare;
  }
  return phrases;
}

/** Blanks in place of addresses: that two papers have their code at github.com says nothing of what they are about. */
export function withoutAddresses(text: string): string {
  return text.replace(/(?:https?:|www\.)\S+/giu, (address) => " ".repeat(address.length));
}

/** A figure or a single letter is shared by chance. */
function tells({ term, stop }: Token, rarity: (term: string) => number): boolean {
  return !stop && term.length > 1 && !/^\d+$/u.test(term) && rarity(term) > 0;
}

function overlaps(a: Phrase, b: Phrase): boolean {
  return a.terms.some((term) => b.terms.includes(term));
}

/** The commonest spelling; of equally common ones the plainer, lower-case one. */
function display({ spellings }: Pick<Phrase, "spellings">): string {
  const [best] = [...spellings].sort((a, b) => b[1] - a[1] || capitals(a[0]) - capitals(b[0]));
  return best?.[0] ?? "";
}

const capitals = (text: string): number => text.replace(/[^\p{Lu}]/gu, "").length;

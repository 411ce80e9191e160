import { daysBetween } from "../papers/day.ts";
import type { Day, Paper } from "../papers/paper.ts";
import { type AnalysedPaper, analysePaper } from "../search/analysed-paper.ts";
import { parseQuery } from "../search/query.ts";
import { broadTopics } from "./generic-words.ts";
import { createPaperBatch, type PaperBatch } from "./paper-batch.ts";
import { isCapitalised, type Phrase, spellingOf, topicPhrases } from "./topic-phrases.ts";

/** A topic found in the papers. */
export interface SuggestedTopic {
  /** What people call it: `speculative decoding`. */
  readonly name: string;
  /** The query to subscribe to: `"speculative decoding"`. */
  readonly topic: string;
  /** How many of the papers looked at the query finds. */
  readonly papers: number;
}

export interface SuggestOptions {
  readonly limit: number;
  readonly today: Day;
  /** The same papers, where they are at hand. */
  readonly analysed?: readonly AnalysedPaper[];
}

/** A phrase over all papers. */
interface Candidate {
  readonly stems: string;
  readonly words: number;
  readonly name: string;
  /** `LLM` for `large language models`. */
  readonly initials: string;
  /** Never seen but where any word gets a capital: in titles and at the beginning of sentences. */
  readonly alwaysCapital: boolean;
  readonly papers: ReadonlySet<number>;
  readonly titles: ReadonlySet<number>;
}

/** Subjects that more than this part of the papers have are no choice to make (`neural networks`). */
const mostShare = 0.3;
/** Two topics whose papers overlap (Jaccard) this much are one suggestion. */
const sameTopic = 0.7;
/** So is a name within a longer one, when so many of the papers of either are the other's. */
const samePart = 0.6;
/** A week makes a paper count this much less. */
const weekly = 0.9;

/**
 * Topics worth following among the papers, best first. A phrase is scored by the papers that have it, those with it in
 * the title thrice and recent ones more, and by how firmly its words belong together; what is mostly part of a longer
 * phrase is left to that one (the idea of C-value: Frantzi, Ananiadou, Mima 2000).
 */
export function suggestTopics(
  papers: readonly Paper[],
  { limit, today, analysed = papers.map(analysePaper) }: SuggestOptions,
): SuggestedTopic[] {
  const weights = papers.map((paper) => recency(paper, today));
  const frequent = collect(papers, analysed);
  const longer = longerPhrases(frequent);
  const scored = frequent
    .map((candidate) => ({ candidate, score: scoreOf(candidate, longer.get(candidate.stems) ?? [], weights) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.candidate.stems < b.candidate.stems ? -1 : 1));
  const chosen = choose(
    scored.map(({ candidate }) => candidate),
    limit,
  );
  const batch = createPaperBatch(papers, analysed);
  return chosen.map(({ name, alwaysCapital }) =>
    countedIn(batch, alwaysCapital ? withoutTitleCase(name, papers) : name, today),
  );
}

/** In a shelf of 57 papers two make a topic, in 2,000 papers six. */
function collect(papers: readonly Paper[], analysed: readonly AnalysedPaper[]): Candidate[] {
  const places = new Map<string, Phrase[]>();
  papers.forEach((paper, index) => {
    const words = analysed[index];
    for (const phrase of words ? topicPhrases(paper, words, index) : []) {
      const known = places.get(phrase.stems);
      if (known) known.push(phrase);
      else places.set(phrase.stems, [phrase]);
    }
  });
  const fewest = Math.max(2, Math.round(Math.log2(papers.length / 30)));
  const most = papers.length < 20 ? papers.length : mostShare * papers.length;
  return [...places.values()].flatMap((phrases) => {
    if (phrases.length < fewest || !phrases.some((phrase) => phrase.inTitle)) return [];
    const candidate = toCandidate(phrases);
    const { size } = candidate.papers;
    return size < fewest || size > most || broadTopics.has(candidate.name.toLowerCase()) ? [] : [candidate];
  });
}

function toCandidate(phrases: readonly Phrase[]): Candidate {
  const { stems = "", words = 0 } = phrases[0] ?? {};
  const name = nameOf(phrases);
  return {
    stems,
    words,
    name,
    initials: name.replace(/(\S)[^\s-]*[\s-]*/gu, "$1").toUpperCase(),
    alwaysCapital: phrases.every(isCapitalised),
    papers: new Set(phrases.map((phrase) => phrase.paper)),
    titles: new Set(phrases.flatMap((phrase) => (phrase.inTitle ? [phrase.paper] : []))),
  };
}

/** For each phrase the longer ones that contain it. */
function longerPhrases(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const longer = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const stems = candidate.stems.split(" ");
    for (let from = 0; from < stems.length; from++) {
      for (let to = from + 1; to <= stems.length; to++) {
        if (to - from === stems.length) continue;
        const part = stems.slice(from, to).join(" ");
        const known = longer.get(part);
        if (known) known.push(candidate);
        else longer.set(part, [candidate]);
      }
    }
  }
  return longer;
}

function scoreOf(candidate: Candidate, longer: readonly Candidate[], weights: readonly number[]): number {
  const { papers, titles, words } = candidate;
  // `language models` where nearly all say `large language models`: the longer name is the topic's name.
  if (longer.some((other) => other.papers.size >= 0.7 * papers.size)) return 0;
  const weigh = (some: Iterable<number>) => [...some].reduce((sum, paper) => sum + (weights[paper] ?? 0), 0);
  const spread = weigh(papers) + 3 * weigh(titles);
  const nested = longer.length === 0 ? 0 : longer.reduce((sum, other) => sum + other.papers.size, 0) / longer.length;
  return Math.sqrt(spread) * Math.log2(1 + words) * (1 - Math.min(0.8, nested / papers.size) / 2);
}

/** From the best down, leaving out what brings the same papers as one already chosen or is a part of its name. */
function choose(candidates: readonly Candidate[], limit: number): Candidate[] {
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (chosen.length >= limit) break;
    if (!chosen.some((other) => isSameTopic(candidate, other))) chosen.push(candidate);
  }
  return chosen;
}

function isSameTopic(a: Candidate, b: Candidate): boolean {
  if (a.initials === b.name.toUpperCase() || b.initials === a.name.toUpperCase()) return true;
  const [fewer, more] = a.papers.size < b.papers.size ? [a, b] : [b, a];
  const nested = ` ${a.stems} `.includes(` ${b.stems} `) || ` ${b.stems} `.includes(` ${a.stems} `);
  if (!nested && fewer.papers.size <= sameTopic * more.papers.size) return false;
  let both = 0;
  for (const paper of fewer.papers) if (more.papers.has(paper)) both++;
  return nested
    ? both > samePart * fewer.papers.size
    : both > sameTopic * (fewer.papers.size + more.papers.size - both);
}

/** One name for `LLM` and `LLMs`. */
function nameOf(phrases: readonly Phrase[]): string {
  const name = spellingOf(phrases);
  return /\s|-/u.test(name) ? name : name.replace(/s$/u, "");
}

/** In a title a capital is no proper name when any abstract writes the word small, or the word says what is done. */
function withoutTitleCase(name: string, papers: readonly Paper[]): string {
  return name.replace(/(?<!\p{L})\p{Lu}\p{Ll}+(?!\p{L})/gu, (word) => {
    const small = word.toLowerCase();
    return small.endsWith("ing") || papers.some((paper) => paper.abstract.includes(small)) ? small : word;
  });
}

/** Counted by the query itself, so that the number is what the subscription would have brought. */
function countedIn(batch: PaperBatch, name: string, today: Day): SuggestedTopic {
  const topic = name.includes(" ") ? `"${name}"` : name;
  const found = batch.fulfilling(parseQuery(topic, { today }));
  return { name, topic, papers: found.reduce((sum, one) => sum + one, 0) };
}

function recency(paper: Paper, today: Day): number {
  const weeks = Math.max(0, daysBetween(paper.listed, today) / 7) || 0;
  return Math.max(0.3, weekly ** weeks);
}

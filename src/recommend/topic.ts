import { UserError } from "../errors.ts";
import { arxivIdOf } from "../papers/arxiv-id.ts";
import type { Day } from "../papers/paper.ts";
import { parseQuery, wantedLeaves } from "../search/query.ts";

/** A topic is a heading and a button: longer ones are lists of topics. */
const longestTopic = 200;

/**
 * A topic as it is kept and compared: blanks folded, typographic quotes and dashes made plain, invisible characters
 * gone, a quote left open closed. Throws a UserError `query` for what is no query, and `topic` for what is none although it could be searched.
 */
export function normaliseTopic(text: string, { today }: { readonly today: Day }): string {
  const topic = withQuotesClosed(
    text
      .replace(/[“”„‟«»＂]/gu, '"')
      .replace(/[‐‑−–—](?=[\p{L}"(])/gu, "-")
      .replace(/\p{Cf}|(?!\s)\p{Cc}/gu, "")
      .replace(/\s+/gu, " ")
      .trim(),
  );
  if (topic === "")
    throw new UserError("topic", 'No topic was named: write what to follow, for example "mixture of experts" -vision.');
  if (topic.length > longestTopic)
    throw new UserError(
      "topic",
      `The topic is too long (${topic.length} characters, at most ${longestTopic}): subscribe to its parts one by one.`,
    );
  const arxivId = arxivIdOf(topic);
  if (arxivId !== undefined)
    throw new UserError(
      "topic",
      `An arXiv number is one paper and no topic: \`show ${arxivId}\` shows it, \`similar ${arxivId}\` finds others like it. A topic is written in words, for example "mixture of experts".`,
    );
  const query = parseQuery(topic, { today });
  if (wantedLeaves(query.clauses).length === 0)
    throw new UserError(
      "topic",
      "The topic fits nearly every paper: add at least one word, author or category to look for, for example cat:cs.CL is:code.",
    );
  return topic;
}

/** So that what follows the topic, in a line or in a change of it, is not taken for a part of its phrase. */
function withQuotesClosed(topic: string): string {
  const isOpen = topic.split('"').length % 2 === 0;
  return isOpen ? `${topic.trimEnd()}"` : topic;
}

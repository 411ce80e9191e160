import { parseArgs } from "node:util";
import { z } from "zod";
import type { Paper } from "../src/papers/paper.ts";
import { composeDigest } from "../src/recommend/compose-digest.ts";
import { createPaperBatch } from "../src/recommend/paper-batch.ts";
import { suggestTopics } from "../src/recommend/suggest-topics.ts";
import { createTopicMatcher } from "../src/recommend/topic-match.ts";
import { paperLines } from "./paper-lines.ts";
import { createRandom } from "./random.ts";
import { realCorpus } from "./real-corpus.ts";
import { figures } from "./support/table.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = `npm run -s bench -- topics [--channels N] [--papers N] [--distinct N] [--from FILE] [--json]

A day's papers against all topics of all channels, then every channel's digest, in one thread.
FILE: paperboy-jsonl, plain or .gz (default: corpus/arxiv-30k.jsonl.gz in PAPERBOY_REAL_DATA).
`;

const today = "2026-01-10";

const texts = z.array(z.string()).default([]);
const lineSchema = z.object({ title: z.string(), abstract: z.string(), categories: texts, authors: texts });

/** Measures what a morning costs: matching a batch once, and composing a digest for each channel. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      channels: { type: "string", default: "10000" },
      papers: { type: "string", default: "500" },
      distinct: { type: "string", default: "4000" },
      from: { type: "string", default: realCorpus },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const count = wholeNumber("papers", values.papers);
  const papers = await readPapers(values.from, count * 20);
  const random = createRandom(7);
  const distinct = inventTopics(papers, wholeNumber("distinct", values.distinct), random);
  const channels = Array.from({ length: wholeNumber("channels", values.channels) }, () => pickTopics(distinct, random));
  const batch = papers.slice(-count);
  const topics = new Set(channels.flat());

  const started = performance.now();
  const matcher = createTopicMatcher(topics, { today });
  const matched = matcher.match(createPaperBatch(batch));
  const matchedAt = performance.now();
  const seen = new Set<string>();
  let digests = 0;
  let shown = 0;
  for (const wanted of channels) {
    const digest = composeDigest({ topics: wanted, matched, seen });
    if (digest.total > 0) digests++;
    shown += digest.topics.reduce((sum, topic) => sum + topic.papers.length, 0);
  }
  const composedAt = performance.now();
  const result = {
    channels: channels.length,
    papers: batch.length,
    topics: topics.size,
    matches: [...matched.values()].reduce((sum, hits) => sum + hits.length, 0),
    digests,
    shown,
    seconds: (composedAt - started) / 1000,
    matchSeconds: (matchedAt - started) / 1000,
    composeSeconds: (composedAt - matchedAt) / 1000,
  };
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : figures(result));
}

export async function readPapers(file: string, most: number): Promise<Paper[]> {
  const papers: Paper[] = [];
  for await (const line of paperLines(file)) {
    const key = String(papers.length).padStart(12, "0");
    papers.push({ key, ...lineSchema.parse(JSON.parse(line)), links: {}, sources: [], listed: today });
    if (papers.length >= 2 * most) papers.splice(0, most);
  }
  return papers.slice(-most);
}

/** Topics as people write them: what the papers are about, as words, phrases, with alternatives, exclusions, filters. */
export function inventTopics(papers: readonly Paper[], count: number, random: () => number): string[] {
  const names = suggestTopics(papers, { limit: count, today }).map((topic) => topic.name);
  const titles = papers.flatMap((paper) =>
    (paper.title.match(/\p{L}{5,} \p{L}{5,}/gu) ?? []).map((name) => name.toLowerCase()),
  );
  const subjects = [...new Set([...names, ...titles])].slice(0, count);
  const other = () => subjects[Math.floor(random() * subjects.length)] ?? "";
  return subjects.map((name, i) => {
    const forms = [name, `"${name}"`, name, `"${name}" OR "${other()}"`, `${name} -video`, `"${name}" cat:cs`];
    return forms[i % forms.length] ?? name;
  });
}

/** One to five topics, popular ones more often (Zipf). */
export function pickTopics(topics: readonly string[], random: () => number): string[] {
  const picked = new Set<string>();
  const count = 1 + Math.floor(random() * 5);
  while (picked.size < count) picked.add(topics[Math.floor(topics.length ** random()) - 1] ?? "");
  return [...picked].filter(Boolean);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cleanText } from "../../src/papers/cleanup.ts";
import { keySentence } from "../../src/papers/key-sentence.ts";
import { findLinks } from "../../src/papers/links.ts";
import { realData } from "../support/real-data.ts";

const lineSchema = z.object({ title: z.string(), abstract: z.string() });

function readCorpus(folder: string): z.infer<typeof lineSchema>[] {
  const text = gunzipSync(readFileSync(join(folder, "corpus/arxiv-30k.jsonl.gz"))).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** A seeded choice, so that a failure can be looked at again. */
function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return items[Math.floor((state / 2 ** 32) * items.length)];
  }).filter((item) => item !== undefined);
}

/**
 * Litter: a command with a name of two letters or more, an escaped sign, TeX quotes, a braced script, dollars around a
 * formula that hugs them, a brace without its partner, a command that lost its backslash. Sets in braces, prices, `x^2`
 * and `\n` are not.
 */
const litter =
  /\\[a-zA-Z]{2,}|\\[%&_#$'"`^~{}()]|``|[\^_]\{|\{\\|\$[^\s$\d][^$]{0,60}[^\s$]\$|\$[^\s$]\$|\d\{,\}\d|\d\{?times(?![a-z])|text(?:bf|it)\b|\{https?:|^[^{}]*\}|\{[^{}]*$/;

describe.skipIf(realData === undefined)("on real papers (skipped where ../shared is not there)", () => {
  const folder = realData ?? "";

  test.each([2026, 7, 71, 4242, 99_991])("1,000 random abstracts show no LaTeX litter (chosen by %i)", (seed) => {
    const clean = sample(readCorpus(folder), 1000, seed).map((paper) => cleanText(paper.abstract));
    expect(clean.filter((text) => litter.test(text))).toEqual([]);
  });

  test("of all 30,000 at most 1 in 10,000 does, and cleaning them again changes nothing", () => {
    const clean = readCorpus(folder).map((paper) => cleanText(paper.abstract));
    expect(clean.filter((text) => litter.test(text)).length).toBeLessThan(clean.length / 10_000);
    expect(clean.filter((text) => cleanText(text) !== text)).toEqual([]);
  });

  test("every key sentence is a piece of its abstract, and none is where the code is", () => {
    for (const { title, abstract } of sample(readCorpus(folder), 1000, 7)) {
      const clean = cleanText(abstract);
      const sentence = keySentence(cleanText(title), clean);
      expect(` ${clean} `).toContain(` ${sentence} `);
      expect(sentence).not.toMatch(/^(?:(?:all |the |our )?(?:source )?code|https?:|in this (?:paper|work),)/i);
    }
  });

  test("all 81 links of the digest pages open: found, once each, without what sticks to them", () => {
    const pages = join(folder, "digests");
    const lines = readdirSync(pages).flatMap((file) => readFileSync(join(pages, file), "utf8").split("\n"));
    const linked = lines.filter((line) => /https?:\/\//.test(line));
    const links = linked.flatMap((line) => findLinks(cleanText(line)).all);
    const known = linked.flatMap((line) => [...new Set(line.match(/https?:\/\/[\w./~%-]*[\w/-]/g) ?? [])]);
    expect(links).toHaveLength(81);
    expect(new Set(links)).toEqual(new Set(known.map((link) => link.replace(/\.git$/, ""))));
    for (const link of links) expect(link).toMatch(/^https?:\/\/[\w.-]+(?:\/[\w./~%-]*)?[\w/-]$/);
  });
});

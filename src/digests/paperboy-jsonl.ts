import { z } from "zod";
import { arxivIdOf } from "../papers/arxiv-id.ts";
import type { PaperEntry, PaperLinks } from "../papers/paper.ts";
import { arxivIdOfUrl } from "./arxiv-url.ts";
import type { DigestContext, DigestItem } from "./digest.ts";
import { DamagedGzip, gzipDamage } from "./gunzip.ts";
import { readLines } from "./line-reader.ts";
import { splitNames } from "./names.ts";
import { isRepository } from "./repository.ts";

/** Longer lines are no papers; this bounds the memory a file without line ends can take. */
const longestLine = 1024 * 1024;

/**
 * Reads `paperboy-jsonl`, one paper a line, in bounded memory. A line that can't be read is one reject; the rest goes on.
 * @param startAfterLine lines up to this one were taken in before
 */
export async function* readPaperboyJsonl(
  chunks: AsyncIterable<Uint8Array>,
  context: DigestContext,
  { startAfterLine = 0 }: { readonly startAfterLine?: number },
): AsyncIterable<DigestItem> {
  let last = 0;
  try {
    for await (const line of readLines(chunks, longestLine)) {
      last = line.no;
      if (line.no <= startAfterLine) continue;
      const item = readLine(line.text, line.no, context);
      if (item) yield item;
    }
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    yield { reject: { file: context.file, line: last + 1, reason: gzipDamage } };
  }
}

function readLine(text: string | undefined, no: number, context: DigestContext): DigestItem | undefined {
  const reject = (reason: string): DigestItem => ({ reject: { file: context.file, line: no, reason } });
  if (text === undefined) return reject("the line is longer than 1 MB");
  const bare = text.replace(/^\ufeff/, "").trim();
  if (bare === "") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(bare);
  } catch {
    return reject("not valid JSON");
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".");
    return reject(field ? `${field}: ${issue?.message}` : "not a JSON object");
  }
  return { entry: toEntry(parsed.data, no, context) };
}

/** Absent, null and empty mean the same: other programs write all three. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === null || value === "" ? undefined : value), schema.optional());
}

const id = z.union([z.string().trim().max(500, "longer than 500 characters"), z.number().transform(String)], {
  error: "expected text or a number",
});

/** A day, or the day of an instant in the zone it is written in. */
const date = z
  .string()
  .trim()
  .transform((text) => (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? text.slice(0, 10) : text))
  .pipe(z.iso.date("expected YYYY-MM-DD or an ISO instant"));

const names = z.union([z.array(z.string()), z.string().transform(splitNames)], {
  error: "expected a list of texts or one text",
});
const words = z.union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,;]+/))], {
  error: "expected a list of texts or one text",
});
const links = z.union([z.array(z.string()), z.string().transform((url) => [url]), z.record(z.string(), z.unknown())], {
  error: "expected an object of addresses or a list of them",
});

const lineSchema = z.object({
  id: optional(id),
  title: z.string({ error: "missing, or not text" }).trim().min(1, "empty").max(2000, "longer than 2000 characters"),
  abstract: optional(z.string({ error: "not text" }).trim()),
  date: optional(date),
  authors: optional(names),
  categories: optional(words),
  links: optional(links),
  upvotes: optional(z.number({ error: "not a number" }).int("not a whole number").nonnegative("below 0")),
});

type Line = z.infer<typeof lineSchema>;

function toEntry(line: Line, no: number, context: DigestContext): PaperEntry {
  const authors = filled(line.authors);
  const categories = filled(line.categories);
  const links = line.links && toLinks(line.links);
  const arxivId = line.id === undefined ? undefined : arxivIdOf(line.id);
  return {
    title: line.title,
    abstract: line.abstract ?? "",
    ...(authors.length > 0 && { authors }),
    ...(line.date !== undefined && { published: line.date }),
    ...(context.date !== undefined && { listed: context.date }),
    ...(arxivId !== undefined && { arxivId }),
    ...(line.id && { externalId: line.id }),
    ...(categories.length > 0 && { categories }),
    ...(links && Object.keys(links).length > 0 && { links }),
    ...(line.upvotes !== undefined && { upvotes: line.upvotes }),
    line: no,
  };
}

function filled(texts: readonly string[] | undefined): readonly string[] {
  return (texts ?? []).map((text) => text.trim()).filter((text) => text !== "");
}

const kinds = ["page", "pdf", "code", "project"] as const;

function toLinks(given: readonly string[] | Readonly<Record<string, unknown>>): PaperLinks {
  const found: { -readonly [Kind in keyof PaperLinks]: string } = {};
  if (Array.isArray(given)) {
    for (const url of given.filter(isWebAddress)) found[kindOf(url)] ??= url;
    return found;
  }
  const named = given as Readonly<Record<string, unknown>>;
  for (const kind of kinds) {
    const url = named[kind];
    if (isWebAddress(url)) found[kind] = url;
  }
  return found;
}

function kindOf(url: string): (typeof kinds)[number] {
  if (/\.pdf(?:[?#]|$)|arxiv\.org\/pdf\//i.test(url)) return "pdf";
  if (isRepository(url)) return "code";
  return arxivIdOfUrl(url) !== undefined || /doi\.org\/|openreview\.net\/|aclanthology\.org\//i.test(url)
    ? "page"
    : "project";
}

function isWebAddress(value: unknown): value is string {
  return typeof value === "string" && value.length <= 2000 && /^https?:\/\/[^\s]+$/i.test(value);
}

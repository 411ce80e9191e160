import { z } from "zod";
import { arxivIdOf } from "../papers/arxiv-id.ts";
import type { Day, PaperEntry, PaperLinks, Reject } from "../papers/paper.ts";
import type { DigestContext, FeedDigest } from "./digest.ts";
import { feedDay, mostFrequent } from "./feed-day.ts";
import { foldLines } from "./fold-lines.ts";
import { type JsonElement, splitJsonArray } from "./json-array.ts";

/**
 * Reads an answer of Hugging Face's Daily Papers (`GET /api/daily_papers`): a bare array. Only the title has to be there;
 * any other field may be absent, or of a shape not known here, and costs nothing but itself.
 */
export function parseHfDaily(text: string, context: DigestContext): FeedDigest {
  const rejects: Reject[] = [];
  const reject = (line: number, reason: string) => rejects.push({ file: context.file, line, reason });
  const array = splitJsonArray(text.replace(/^\ufeff/, ""));
  if (array === undefined) {
    const damage = notAList(text);
    reject(1, damage);
    return { source: context.file, entries: [], rejects, damage };
  }
  const entries = array.elements.flatMap((element) => {
    const entry = readElement(element, context);
    if (typeof entry !== "string") return [entry];
    reject(element.line, entry);
    return [];
  });
  if (array.damage) reject(array.damage.line, array.damage.reason);
  const date = mostFrequent(entries.flatMap(({ listed }) => listed ?? []));
  return {
    source: context.file,
    ...(date !== undefined && { date }),
    entries,
    rejects,
    ...(array.damage && { damage: array.damage.reason }),
  };
}

/** The entry, or why it is none. */
function readElement({ text }: JsonElement, { date }: DigestContext): PaperEntry | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "not valid JSON";
  }
  const parsed = elementSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "entry"}: ${issue?.message}`;
  }
  const { paper, title: outerTitle, summary: outerSummary, publishedAt } = parsed.data;
  const title = foldLines(paper.title ?? outerTitle ?? "");
  if (title === "") return "paper.title: missing";
  const { upvotes, githubStars: stars, organization, ai_keywords: aiKeywords = [] } = paper;
  const arxivId = paper.id === undefined ? undefined : arxivIdOf(paper.id);
  const authors = (paper.authors ?? []).flatMap((author) => readAuthor(author));
  const published = paper.publishedAt;
  // Until March 2025 the outer date was the day of the listing; since then the paper's own, and this one tells the day.
  const listed = date ?? paper.submittedOnDailyAt ?? publishedAt;
  const links = linksOf(paper);
  return {
    title,
    abstract: foldLines(paper.summary ?? outerSummary ?? ""),
    ...(authors.length > 0 && { authors }),
    ...(published !== undefined && { published }),
    ...(listed !== undefined && { listed }),
    ...(arxivId !== undefined && { arxivId }),
    ...(arxivId === undefined && paper.id !== undefined && { externalId: paper.id }),
    ...(Object.keys(links).length > 0 && { links }),
    ...(upvotes !== undefined && { upvotes }),
    ...(stars !== undefined && { stars }),
    ...(organization !== undefined && { organisation: organization }),
    ...(aiKeywords.length > 0 && { aiKeywords }),
  };
}

/** A field that is missing, null or of another shape is absent: fields came, went and changed over the years. */
function absentUnless<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const text = absentUnless(z.string().max(100_000));
const count = absentUnless(z.number().int().nonnegative().max(1_000_000_000));
const day = absentUnless(
  z
    .string()
    .max(60)
    .transform((written): Day | undefined => feedDay(written)),
);
const address = absentUnless(
  z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/\S+$/i),
);
const name = z.string().trim().min(1).max(300);

const paperSchema = z.object({
  id: absentUnless(z.string().trim().min(1).max(200)),
  title: text,
  summary: text,
  authors: absentUnless(z.array(z.unknown()).max(10_000)),
  publishedAt: day,
  submittedOnDailyAt: day,
  upvotes: count,
  githubRepo: address,
  githubStars: count,
  projectPage: address,
  organization: absentUnless(
    z.union([name, z.object({ fullname: name }), z.object({ name })]).transform((organisation) => {
      if (typeof organisation === "string") return organisation;
      return "fullname" in organisation ? organisation.fullname : organisation.name;
    }),
  ),
  ai_keywords: absentUnless(
    z
      .array(z.unknown())
      .transform((words) =>
        words.flatMap((word) => (typeof word === "string" && word.trim() !== "" ? word.trim().slice(0, 100) : [])),
      )
      .transform((words) => words.slice(0, 50)),
  ),
});

const elementSchema = z.object(
  {
    paper: z.object(paperSchema.shape, { error: "missing, or not an object" }),
    title: text,
    summary: text,
    publishedAt: day,
  },
  { error: "not an object" },
);

/** The site leaves out the authors it calls hidden, and so do we. */
const authorSchema = z.union([z.object({ name, hidden: z.literal(true).optional().catch(undefined) }), name]);

function readAuthor(json: unknown): string[] {
  const parsed = authorSchema.safeParse(json);
  if (!parsed.success) return [];
  const author = parsed.data;
  if (typeof author === "string") return [foldLines(author)];
  return author.hidden ? [] : [foldLines(author.name)];
}

function linksOf({ githubRepo, projectPage }: z.infer<typeof paperSchema>): PaperLinks {
  return {
    ...(githubRepo !== undefined && { code: githubRepo }),
    ...(projectPage !== undefined && { project: projectPage }),
  };
}

function notAList(answer: string): string {
  const start = answer.trimStart().slice(0, 200);
  if (start === "") return "the answer is empty; a JSON list of papers was expected";
  if (start.startsWith("<")) return "this is a web page or XML; a JSON list of papers was expected";
  const said = /"(?:error|message)"\s*:\s*"([^"\\]{1,120})"/.exec(start)?.[1];
  return `not a JSON list of papers${said === undefined ? "" : `: ${said}`}`;
}

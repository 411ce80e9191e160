import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UserError } from "../errors.ts";
import type { Digest } from "../papers/paper.ts";
import { parseArxivAtom } from "./arxiv-atom.ts";
import { parseArxivRss } from "./arxiv-rss.ts";
import type { DigestContext, DigestItem } from "./digest.ts";
import { DamagedGzip, gunzip, gzipDamage, isGzip } from "./gunzip.ts";
import { parseHfDaily } from "./hf-daily.ts";
import { parsePageText } from "./page-text.ts";
import { readPaperboyJsonl } from "./paperboy-jsonl.ts";
import { peek } from "./peek.ts";

export interface ReadDigestOptions {
  /** Resumes behind this line; formats that are not read line by line leave out what begins up to it. */
  readonly startAfterLine?: number;
  /** Told the size of each piece as it is read from the disk, for a progress bar. */
  readonly onBytes?: (count: number) => void;
}

/** What a file shows of itself before it is read. */
interface Opening {
  /** In lower case and without `.gz`. */
  readonly name: string;
  /** The first characters, after decompression, blanks before them left out. */
  readonly start: string;
}

interface DigestFormat {
  readonly name: string;
  recognises(opening: Opening): boolean;
  read(
    chunks: AsyncIterable<Uint8Array>,
    context: DigestContext,
    options: ReadDigestOptions,
  ): AsyncIterable<DigestItem>;
}

/** Asked from top to bottom; page-text takes any text the others leave. A new format is one more row. */
const formats: readonly DigestFormat[] = [
  {
    name: "paperboy-jsonl",
    recognises: ({ name, start }) =>
      /\.(?:jsonl|ndjson)$/.test(name) || (/^\{\s*"/.test(start) && !/\.json$/.test(name)),
    read: readPaperboyJsonl,
  },
  {
    name: "hf-daily",
    recognises: ({ start }) => /^\[\s*(?:[{\]]|$)/.test(start),
    read: whole(parseHfDaily),
  },
  {
    name: "arxiv-rss",
    recognises: ({ start }) =>
      /^<\S/.test(start) && (rssRoot.test(start) || (atomRoot.test(start) && newsMark.test(start))),
    read: whole(parseArxivRss),
  },
  {
    name: "arxiv-atom",
    recognises: ({ start }) => /^<\S/.test(start) && atomRoot.test(start),
    read: whole(parseArxivAtom),
  },
  {
    name: "page-text",
    recognises: ({ start }) => !/^(?:<\?xml|<rss|<feed|\{|\[\s*[{\]])/i.test(start),
    read: whole(parsePageText),
  },
];

const rssRoot = /<(?:rss|rdf:RDF)[\s>]/i;
const atomRoot = /<feed[\s>]/i;
/** arXiv's news come as Atom too, and name papers so. */
const newsMark = /oai:arXiv\.org:|rss\.arxiv\.org/i;

const openingBytes = 8 * 1024;
const longestPage = 50 * 1024 * 1024;

/**
 * Reads a digest file of any known format, plain or gzip, as a stream. A file in no known format, or one too large,
 * is one reject that says so.
 * @throws UserError when the file can't be opened
 */
export async function* readDigest(
  file: string,
  context: DigestContext,
  options: ReadDigestOptions = {},
): AsyncIterable<DigestItem> {
  const packed = await peek(await open(file, options.onBytes), 2);
  const { head, chunks, close } = await peek(isGzip(packed.head) ? gunzip(packed.chunks) : packed.chunks, openingBytes);
  const start = Buffer.from(head)
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  const opening = { name: file.toLowerCase().replace(/\.gz$/, ""), start };
  const obstacle = isGzip(packed.head) && start === "" ? "the gzip file is empty or damaged" : obstacleTo(head, start);
  const format = obstacle === undefined ? formats.find((each) => each.recognises(opening)) : undefined;
  if (format) {
    yield* format.read(chunks, context, options);
    return;
  }
  await close();
  const known = formats.map((each) => each.name).join(", ");
  yield {
    reject: { file: context.file, line: 1, reason: obstacle ?? `not a digest format Paperboy knows (${known})` },
  };
}

async function open(file: string, onBytes: (count: number) => void = () => {}): Promise<AsyncIterable<Uint8Array>> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UserError("file-unreadable", `Can't open ${file}: ${cause instanceof Error ? cause.message : "unknown"}`);
  });
  if (!found.isFile()) throw new UserError("file-unreadable", `${file} is not a file.`);
  return counted(createReadStream(file), onBytes);
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Why a file can't be any digest, in words its owner can act on. */
function obstacleTo(head: Uint8Array, start: string): string | undefined {
  if (start === "") return "the file is empty";
  if (start.startsWith("%PDF-")) return "this is a PDF; Paperboy reads the text of a page, not PDFs";
  if (/^(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b/is.test(start)) {
    return "this is a page's HTML source; save the page as text or Markdown";
  }
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return "this is UTF-16 text; save it as UTF-8";
  }
  const unreadable = start.match(/(?![\t\n\r\f\v])\p{Cc}|\ufffd/gu)?.length ?? 0;
  return unreadable > start.length / 20 ? "this is a binary file, not text" : undefined;
}

/** Pages are read as a whole: what is a title shows only when the page's other paragraphs are known. So are feeds. */
function whole(parse: (text: string, context: DigestContext) => Digest): DigestFormat["read"] {
  return async function* read(chunks, context, { startAfterLine = 0 }) {
    const parts: Uint8Array[] = [];
    let size = 0;
    let damaged = false;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > longestPage) {
          const reason = "larger than 50 MB, too large for a page or feed; give large collections as paperboy-jsonl";
          yield { reject: { file: context.file, line: 1, reason } };
          return;
        }
        parts.push(chunk);
      }
    } catch (error) {
      if (!(error instanceof DamagedGzip)) throw error;
      damaged = true;
    }
    const text = Buffer.concat(parts.splice(0)).toString("utf8");
    const digest = parse(text, context);
    for (const entry of digest.entries) if ((entry.line ?? Number.POSITIVE_INFINITY) > startAfterLine) yield { entry };
    for (const reject of digest.rejects) if (reject.line > startAfterLine) yield { reject };
    if (damaged) yield { reject: { file: context.file, line: text.split("\n").length, reason: gzipDamage } };
  };
}

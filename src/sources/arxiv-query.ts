import { parseArxivAtom } from "../digests/arxiv-atom.ts";
import type { FeedDigest } from "../digests/digest.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day, PaperEntry, Reject } from "../papers/paper.ts";
import { checked } from "./checked.ts";
import { type Http, SourceError } from "./http.ts";
import type { FetchedBatch } from "./source.ts";

/** arXiv's query API, for one category: it knows when papers were submitted, not when they were announced. */
export interface ArxivQuery {
  /** Papers of the last days, the latest first, in one answer. @throws SourceError */
  recentlySubmitted(now: Date, signal?: AbortSignal): Promise<FetchedBatch>;
  /** All papers submitted on a day, listed on that day. @throws SourceError unless it is all of them */
  submittedOn(day: Day, signal?: AbortSignal): Promise<FetchedBatch>;
}

/** arXiv takes up to 2,000; smaller slices are answered more reliably. */
const sliceSize = 500;
/** Beyond this the API answers with an error. */
const mostResults = 30_000;
/** The API is known to leave a slice empty now and then: https://github.com/lukasschwab/arxiv.py/issues/43 */
const attempts = 3;
/** Papers submitted longer ago were announced before the last weekend. */
const recentDays = 4;

export function createArxivQuery({
  http,
  apiUrl,
  category,
}: {
  http: Http;
  apiUrl: string;
  category: string;
}): ArxivQuery {
  const endpoint = endpointOf(apiUrl);

  async function query(terms: string, start: number, size: number, signal?: AbortSignal): Promise<Slice> {
    const parameters = new URLSearchParams({
      search_query: terms,
      sortBy: "submittedDate",
      sortOrder: "descending",
      start: String(start),
      max_results: String(size),
    });
    const address = `${endpoint}?${parameters}`;
    const answer = await http.get(address, signal ? { signal } : {}).catch((error: unknown) => {
      throw error instanceof SourceError ? withReason(error) : error;
    });
    const text = answer.type === "answer" ? answer.text : "";
    const total = /<opensearch:totalResults[^<>]{0,200}>(\d{1,9})</.exec(text.slice(0, 5_000))?.[1];
    return { ...checked(parseArxivAtom(text, context)), ...(total !== undefined && { total: Number(total) }) };
  }

  return {
    async recentlySubmitted(now, signal) {
      const { date, entries, rejects } = await query(`cat:${category}`, 0, sliceSize, signal);
      const since = daysAfter(dayOf(now), -recentDays);
      const recent = entries.filter(({ published = since }) => published >= since);
      return { ...(date !== undefined && { date }), entries: recent, rejects };
    },

    async submittedOn(day, signal) {
      const entries = new Map<string, PaperEntry>();
      const rejects: Reject[] = [];
      const compact = day.replaceAll("-", "");
      const terms = `cat:${category} AND submittedDate:[${compact}0000 TO ${compact}2359]`;
      let empty = 0;
      for (let start = 0; start < mostResults; ) {
        const slice = await query(terms, start, sliceSize, signal);
        const got = slice.entries.length + slice.rejects.length;
        const { total = got < sliceSize ? start + got : mostResults } = slice;
        if (got === 0 && start < total) {
          empty += 1;
          if (empty >= attempts) throw new SourceError(`it gave ${start} of ${total} results and no more`);
          continue;
        }
        const before = entries.size;
        const wanted = slice.entries.filter(({ published = day }) => published === day);
        const [other] = slice.entries;
        if (wanted.length === 0 && other) {
          throw new SourceError(`asked for papers of ${day}, it gave others, the first of ${other.published}`);
        }
        // Papers of the past are not listed today.
        for (const entry of wanted) entries.set(entry.arxivId ?? entry.title, { ...entry, listed: day });
        rejects.push(...slice.rejects);
        start += got;
        if (start >= total) break;
        if (entries.size > before) continue;
        if (slice.total === undefined) break;
        throw new SourceError(`it gave ${entries.size} of ${total} results and then the same again`);
      }
      return { date: day, entries: [...entries.values()], rejects };
    },
  };
}

interface Slice extends FeedDigest {
  /** Results of the query, in all slices. */
  readonly total?: number;
}

const context = { file: "arxiv", takenInAt: new Date(0) };

/** arXiv explains a bad request in a feed. */
function withReason(error: SourceError): SourceError {
  const reason = error.body?.includes("<feed") ? parseArxivAtom(error.body, context).damage : undefined;
  return reason === undefined ? error : new SourceError(reason, { cause: error });
}

/** The site, its API, or the very endpoint may be named. */
function endpointOf(url: string): string {
  const bare = url.replace(/\/+$/, "");
  if (bare.endsWith("/query")) return bare;
  return bare.endsWith("/api") ? `${bare}/query` : `${bare}/api/query`;
}

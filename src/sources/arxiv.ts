import { parseArxivAtom } from "../digests/arxiv-atom.ts";
import { parseArxivRss } from "../digests/arxiv-rss.ts";
import type { FeedDigest } from "../digests/digest.ts";
import { describeError } from "../errors.ts";
import type { PaperEntry, Reject } from "../papers/paper.ts";
import { daysAfter, weekdayCalendar } from "./calendar.ts";
import { checked } from "./checked.ts";
import { type Http, SourceError } from "./http.ts";
import type { Feed, FetchedBatch, Polled, PollOptions } from "./source.ts";

/** arXiv takes up to 2,000; smaller slices are answered more reliably. */
const sliceSize = 500;
/** Beyond this the API answers with an error. */
const mostResults = 30_000;
/** The API is known to leave a slice empty now and then: https://github.com/lukasschwab/arxiv.py/issues/43 */
const attempts = 3;
/** Papers submitted longer ago were announced before the last weekend. */
const recentDays = 4;

/** What the query API gives changes once a day: while the news are missing it is not asked more often (milliseconds). */
const queryEvery = 6 * 3_600_000;

/** News come at midnight Eastern time, from Monday to Friday; recorded ones were made within 20 seconds. */
const calendar = weekdayCalendar({ timeZone: "America/New_York", readyHour: 0 });

export interface ArxivDeps {
  readonly http: Http;
  /** The query API, or a mirror that has the news feeds too. */
  readonly apiUrl: string;
  readonly newsUrl: string;
  readonly category: string;
}

/**
 * One category of arXiv. What is new comes from its news feed, RSS or else Atom, which carries the day of the
 * announcement; where that fails, the query API says what was submitted lately. Past days come from the query API.
 */
export function createArxiv({ http, apiUrl, newsUrl, category }: ArxivDeps): Feed {
  const news = (form: "rss" | "atom") => `${rootOf(newsUrl)}/${form}/${category}`;
  const endpoint = endpointOf(apiUrl);
  let queriedAt: Date | undefined;

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

  async function recentlySubmitted(now: Date, signal?: AbortSignal): Promise<FetchedBatch> {
    const { date, entries, rejects } = await query(`cat:${category}`, 0, sliceSize, signal);
    const since = daysAfter(now.toISOString().slice(0, 10), -recentDays);
    const recent = entries.filter(({ published = since }) => published >= since);
    return { ...(date !== undefined && { date }), entries: recent, rejects };
  }

  async function readNews(address: string, { recall, signal }: PollOptions): Promise<Polled> {
    const known = await recall(address);
    const answer = await http.get(address, { ...(known && { known }), ...(signal && { signal }) });
    if (answer.type === "unchanged") return { validators: [] };
    const { date, entries, rejects } = checked(parseArxivRss(answer.text, context));
    return {
      batch: { ...(date !== undefined && { date }), entries, rejects },
      validators: answer.validators ? [answer.validators] : [],
    };
  }

  /** Papers that were submitted lately, in place of the news that failed. */
  async function insteadOf(failure: SourceError, now: Date, signal?: AbortSignal): Promise<Polled> {
    const shortfall = `its news feed failed (${describeError(failure)})`;
    const isKnown = queriedAt !== undefined && queriedAt <= now && now.getTime() - queriedAt.getTime() < queryEvery;
    if (isKnown) return { validators: [], shortfall };
    const batch = await recentlySubmitted(now, signal).catch(() => undefined);
    if (batch === undefined) throw failure;
    // A mirror may have the API alone; then that is the source, and its date the day of its answer.
    if (failure.status === 404) return { batch, validators: [] };
    queriedAt = now;
    return { batch, validators: [], shortfall };
  }

  return {
    name: `arxiv:${category}`,
    source: "arxiv",
    calendar,
    isSteady: true,
    // News change once a day.
    refreshEvery: 12 * 3_600_000,

    async poll(now, options): Promise<Polled> {
      try {
        return await readNews(news("rss"), options);
      } catch (error) {
        if (!(error instanceof SourceError) || error.retryAt !== undefined) throw error;
        const other = isThere(error) ? await readNews(news("atom"), options).catch(sourceErrors) : error;
        return other instanceof SourceError ? insteadOf(error, now, options.signal) : other;
      }
    },

    async day(day, signal): Promise<FetchedBatch> {
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

/** It answered, though with no news. */
function isThere({ status, cause }: SourceError): boolean {
  return status === 404 || (status === undefined && cause === undefined);
}

function sourceErrors(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  throw error;
}

/** The site, its API, or the very endpoint may be named. */
function endpointOf(url: string): string {
  const bare = url.replace(/\/+$/, "");
  if (bare.endsWith("/query")) return bare;
  return bare.endsWith("/api") ? `${bare}/query` : `${bare}/api/query`;
}

function rootOf(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/api(?:\/query)?$/, "");
}

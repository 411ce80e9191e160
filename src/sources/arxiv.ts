import { parseArxivRss } from "../digests/arxiv-rss.ts";
import { describeError } from "../errors.ts";
import { createArxivQuery } from "./arxiv-query.ts";
import { weekdayCalendar } from "./calendar.ts";
import { checked } from "./checked.ts";
import { type Http, SourceError } from "./http.ts";
import type { Feed, Polled, PollOptions } from "./source.ts";

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
  const queryApi = createArxivQuery({ http, apiUrl, category });
  let queriedAt: Date | undefined;

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
    const batch = await queryApi.recentlySubmitted(now, signal).catch(() => undefined);
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

    // Announced is what was submitted from an afternoon to the next working day's, in the two days before.
    daysOf: (batch) => ({ from: calendar.before(calendar.before(batch)), to: calendar.before(batch) }),

    // Of a Thursday's papers the later half is announced, and to be had, on Monday; of a Friday's, on Tuesday.
    isWhole: (day, now) => day < calendar.before(calendar.due(now)),

    day: (day, signal) => queryApi.submittedOn(day, signal),
  };
}

const context = { file: "arxiv", takenInAt: new Date(0) };

/** It answered, though with no news. */
function isThere({ status, cause }: SourceError): boolean {
  return status === 404 || (status === undefined && cause === undefined);
}

function sourceErrors(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  throw error;
}

function rootOf(url: string): string {
  return url.replace(/\/+$/, "").replace(/\/api(?:\/query)?$/, "");
}

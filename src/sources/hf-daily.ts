import { parseHfDaily } from "../digests/hf-daily.ts";
import { dayOf, daysAfter } from "../papers/day.ts";
import type { Day, PaperEntry, Reject } from "../papers/paper.ts";
import type { Validators } from "../store/store.ts";
import { weekdayCalendar } from "./calendar.ts";
import { checked } from "./checked.ts";
import { type Http, SourceError } from "./http.ts";
import type { Feed, FetchedBatch, Polled, PollOptions } from "./source.ts";

/** Papers of a page, if the server gives that many. */
const pageSize = 100;
/** The server's own limit where none is named: a page as long as that may have been cut there. */
const usualLimit = 50;
const mostPages = 20;
/** Upvotes and stars of papers listed this many days ago are still looked after. */
const refreshedDays = 4;

/**
 * Days begin at midnight UTC and fill as papers are submitted: of ten recorded ones (see test/real/feeds.test.ts) each had
 * papers at seven, and 178 of 189 papers were there.
 */
const calendar = weekdayCalendar({ timeZone: "UTC", readyHour: 7 });

/**
 * Hugging Face's Daily Papers by date: the day's, and again those of the days before, whose upvotes grow and which a few
 * papers join later.
 */
export function createHfDaily({ http, url }: { http: Http; url: string }): Feed {
  const endpoint = endpointOf(url);
  const addressOf = (day: Day, page: number) => `${endpoint}?date=${day}&limit=${pageSize}&p=${page}`;

  async function ask(address: string, known: Validators | undefined, signal: AbortSignal | undefined) {
    const answer = await http.get(address, { ...(known && { known }), ...(signal && { signal }) });
    if (answer.type === "unchanged") return undefined;
    const digest = checked(parseHfDaily(answer.text, { file: "hf-daily", takenInAt: new Date(0) }));
    return { digest, validators: answer.validators };
  }

  /** All pages of a day; undefined where the first one is as it was. */
  async function readDay(day: Day, { recall, signal }: Partial<PollOptions>): Promise<AnsweredDay | undefined> {
    const entries = new Map<string, PaperEntry>();
    const first = addressOf(day, 0);
    const answer = await ask(first, await recall?.(first), signal);
    if (answer === undefined) return undefined;
    let { digest } = answer;
    const rejects: Reject[] = [];
    for (let page = 1; ; page++) {
      const before = entries.size;
      for (const entry of digest.entries) entries.set(entry.arxivId ?? entry.title, entry);
      rejects.push(...digest.rejects);
      // A server that doesn't turn pages gives the same one again.
      const got = digest.entries.length + digest.rejects.length;
      if (got < usualLimit || entries.size === before || page > mostPages) break;
      const next = await ask(addressOf(day, page), undefined, signal);
      if (next === undefined) break;
      digest = next.digest;
    }
    const { date } = answer.digest;
    return {
      batch: { ...(date !== undefined && { date }), entries: [...entries.values()], rejects },
      ...(answer.validators && { validators: answer.validators }),
    };
  }

  return {
    name: "hf-daily",
    source: "hf-daily",
    calendar,
    isSteady: false,
    refreshEvery: 2 * 3_600_000,

    async poll(now, options): Promise<Polled> {
      const today = dayOf(now);
      const due = calendar.due(now);
      const days = Array.from({ length: refreshedDays }, (_, ago) => daysAfter(today, -ago));
      const answers = new Map([[due, await readDay(due, options)]]);
      const problems: string[] = [];
      for (const day of days.filter((one) => one !== due)) {
        try {
          answers.set(day, await readDay(day, options));
        } catch (error) {
          if (!(error instanceof SourceError)) throw error;
          // The batch that is due is here: what else is new about these days can wait for the next poll.
          problems.push(`${day}: ${error.message}`);
          break;
        }
      }
      const todays = answers.get(today);
      const judged = todays && todays.batch.entries.length > 0 ? todays : answers.get(due);
      const others = [...answers.values()].flatMap((answer) => (answer && answer !== judged ? [answer.batch] : []));
      return {
        ...(judged && { batch: judged.batch }),
        others,
        problems,
        validators: [...answers.values()].flatMap((answer) => answer?.validators ?? []),
      };
    },

    daysOf: (batch) => ({ from: batch, to: batch }),

    isWhole: (day, now) => day < daysAfter(dayOf(now), -1),

    async day(day, signal): Promise<FetchedBatch> {
      const answer = await readDay(day, signal ? { signal } : {});
      const { entries = [], rejects = [], date = day } = answer?.batch ?? {};
      // Some of a day's papers are submitted in the evening before.
      if (date < daysAfter(day, -1) || date > daysAfter(day, 1)) {
        throw new SourceError(`asked for ${day}, it gave the papers of ${date}: it seems to know no past days`);
      }
      return { date: day, entries, rejects };
    },
  };
}

interface AnsweredDay {
  readonly batch: FetchedBatch;
  readonly validators?: Validators;
}

/** The site, its API, or the very endpoint may be named. */
function endpointOf(url: string): string {
  const bare = url.replace(/\/+$/, "");
  if (bare.endsWith("/daily_papers")) return bare;
  return bare.endsWith("/api") ? `${bare}/daily_papers` : `${bare}/api/daily_papers`;
}

import { join } from "node:path";
import { onTestFinished } from "vitest";
import { silentLog } from "../../src/log.ts";
import type { FeedsConfig } from "../../src/sources/index.ts";
import { createFeeds } from "../../src/sources/index.ts";
import type { Wait } from "../../src/sources/pace.ts";
import { createPoller, type PollerDeps } from "../../src/sources/poll.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { fixedClock } from "./clock.ts";
import { tempFolder } from "./temp.ts";

/** A clock that waiting moves: hours of pauses pass in no time, and can be read afterwards. */
export function movingClock(start: string) {
  const clock = fixedClock(start);
  const pauses: number[] = [];
  const move = (milliseconds: number) => clock.set(new Date(clock.now().getTime() + milliseconds).toISOString());
  const wait: Wait = async (milliseconds, signal) => {
    signal?.throwIfAborted();
    pauses.push(milliseconds);
    move(milliseconds);
  };
  return { ...clock, wait, pauses, move };
}

/** A real store and the real feeds, asking the server at `url`. */
export async function feedsOver(
  url: string,
  {
    start = "2025-09-03T12:00:00Z",
    timeLimit = 2_000,
    tellOperator,
    ...config
  }: Partial<FeedsConfig> & {
    start?: string;
    timeLimit?: number;
    tellOperator?: NonNullable<PollerDeps["tellOperator"]>;
  } = {},
) {
  const clock = movingClock(start);
  const store = await openSqliteStore({ file: join(tempFolder(), "paperboy.db") });
  onTestFinished(() => store.close());
  const random = () => 0.5;
  const wanted = { hfDaily: false, arxivCategories: [], hfUrl: url, arxivApiUrl: url, arxivNewsUrl: url, ...config };
  const feeds = createFeeds(wanted, {
    clock,
    turns: store.sources,
    wait: clock.wait,
    random,
    userAgent: "Paperboy/test",
    timeLimit,
  });
  const poller = createPoller({ store, feeds, clock, log: silentLog, random, ...(tellOperator && { tellOperator }) });
  return { clock, store, feeds, poller };
}

interface WrittenPaper {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly upvotes?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** An answer of the Daily Papers as the site gives it, of papers of our own. */
export function dailyPapers(papers: readonly WrittenPaper[]): string {
  return JSON.stringify(
    papers.map(({ id, title, day, upvotes = 1, more = {} }) => ({
      paper: {
        id,
        authors: [{ _id: "1", name: "Ada Kite", hidden: false }],
        publishedAt: `${day}T10:00:00.000Z`,
        submittedOnDailyAt: `${day}T02:00:00.000Z`,
        title,
        summary: `We write about\n  ${title.toLowerCase()}.`,
        upvotes,
        ...more,
      },
      publishedAt: `${day}T10:00:00.000Z`,
      title,
      numComments: 3,
    })),
  );
}

interface WrittenItem {
  /** With its version: `2509.00001v1`. */
  readonly id: string;
  readonly title: string;
  readonly type?: "new" | "cross" | "replace" | "replace-cross";
  readonly categories?: readonly string[];
  readonly abstract?: string;
}

/** A news feed of arXiv's, RSS 2.0, of papers of our own. */
export function newsFeed(day: string, items: readonly WrittenItem[]): string {
  const date = new Date(day).toUTCString().replace("GMT", "-0400");
  const written = items.map(
    ({ id, title, type = "new", categories = ["cs.CL"], abstract = `About ${title}.` }) => `    <item>
      <title>${title}</title>
      <link>https://arxiv.org/abs/${id.replace(/v\d+$/, "")}</link>
      <description>arXiv:${id} Announce Type: ${type}
Abstract: ${abstract}</description>
      <guid isPermaLink="false">oai:arXiv.org:${id}</guid>
      ${categories.map((category) => `<category>${category}</category>`).join("\n      ")}
      <pubDate>${date}</pubDate>
      <arxiv:announce_type>${type}</arxiv:announce_type>
      <dc:creator>Ada Kite, Bo Wind</dc:creator>
    </item>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>cs.CL updates on arXiv.org</title>
    <pubDate>${date}</pubDate>
${written.join("\n")}
  </channel>
</rss>
`;
}

/** The same as Atom, which says when it was made, and of each paper when it was announced. */
export function newsAtom(day: string, items: readonly WrittenItem[], made = `${day}T04:00:19.866337+00:00`): string {
  const written = items.map(
    ({ id, title, type = "new", categories = ["cs.CL"], abstract = `About ${title}.` }) => `  <entry>
    <id>oai:arXiv.org:${id}</id>
    <title>${title}</title>
    <updated>${made}</updated>
    <summary>arXiv:${id} Announce Type: ${type}
Abstract: ${abstract}</summary>
    ${categories.map((category) => `<category term="${category}"/>`).join("\n    ")}
    <published>${day}T00:00:00-04:00</published>
    <arxiv:announce_type>${type}</arxiv:announce_type>
    <dc:creator>Ada Kite, Bo Wind</dc:creator>
  </entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>http://rss.arxiv.org/atom/cs.CL</id>
  <updated>${made}</updated>
${written.join("\n")}
</feed>
`;
}

interface WrittenEntry {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  readonly more?: string;
}

/** An answer of arXiv's query API, of papers of our own. */
export function queryAnswer(updated: string, entries: readonly WrittenEntry[], total?: number): string {
  const written = entries.map(
    ({ id, title, published, more = "" }) => `  <entry>
    <id>http://arxiv.org/abs/${id}</id>
    <title>${title}</title>
    <updated>${updated}</updated>
    <summary>  About ${title},
and more.</summary>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <published>${published}</published>
    <arxiv:primary_category term="cs.CL"/>
    <author><name>Ada Kite</name></author>${more}
  </entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id>
  <title>arXiv Query: search_query=cat:cs.CL</title>
  <updated>${updated}</updated>${total === undefined ? "" : `<opensearch:totalResults>${total}</opensearch:totalResults>`}
${written.join("\n")}
</feed>
`;
}

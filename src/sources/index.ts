import type { Clock } from "../clock.ts";
import type { SourceTurns } from "../store/store.ts";
import { createArxiv } from "./arxiv.ts";
import { createHfDaily } from "./hf-daily.ts";
import { createHttp } from "./http.ts";
import { createPace, realWait, type Wait } from "./pace.ts";
import type { Feed } from "./source.ts";
import { userAgent as ownUserAgent } from "./user-agent.ts";

/** Which network sources are on, and where they are (see config.ts). */
export interface FeedsConfig {
  readonly hfDaily: boolean;
  readonly arxivCategories: readonly string[];
  readonly hfUrl: string;
  readonly arxivApiUrl: string;
  readonly arxivNewsUrl: string;
}

export interface FeedsDeps {
  readonly clock: Clock;
  readonly turns: SourceTurns;
  readonly wait?: Wait;
  readonly random?: () => number;
  readonly userAgent?: string;
  readonly timeLimit?: number;
  readonly sizeLimit?: number;
}

/** What arXiv's terms ask for, news feeds included: https://info.arxiv.org/help/api/tou.html */
const arxivInterval = 3_000;
const hfInterval = 500;

/** The feeds of a configuration. All of arXiv is one server, to all of our processes. */
export function createFeeds(
  config: FeedsConfig,
  { wait = realWait, random = Math.random, userAgent = ownUserAgent, ...others }: FeedsDeps,
): readonly Feed[] {
  const deps = { ...others, wait, random, userAgent };
  const hf = createHttp({ ...deps, pace: createPace({ ...deps, server: "hf", interval: hfInterval }) });
  const arxiv = createHttp({ ...deps, pace: createPace({ ...deps, server: "arxiv", interval: arxivInterval }) });
  return [
    ...(config.hfDaily ? [createHfDaily({ http: hf, url: config.hfUrl })] : []),
    ...config.arxivCategories.map((category) =>
      createArxiv({ http: arxiv, apiUrl: config.arxivApiUrl, newsUrl: config.arxivNewsUrl, category }),
    ),
  ];
}

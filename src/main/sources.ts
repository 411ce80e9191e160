import { statSync } from "node:fs";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { DeliveryDeps } from "../delivery/index.ts";
import { UserError } from "../errors.ts";
import type { IntakeReport } from "../intake.ts";
import type { Log } from "../log.ts";
import type { Paperboy } from "../open.ts";
import type { Operator } from "../operator.ts";
import { folderSource } from "../sources/folder.ts";
import { createFeeds } from "../sources/index.ts";
import { createKeepFresh, type KeepFresh } from "../sources/keep-fresh.ts";
import { createPoller } from "../sources/poll.ts";
import { sourceNotices } from "../views/sources.ts";

/** Where papers come from: the drop folder, and the sources on the network. */
export interface Sources {
  /** What to say of the drop folder at the start, where it is not there yet: it is taken in once it is. */
  readonly lack?: string;
  /** Where no source on the network is on: where new papers come from then, and how they come by themselves. */
  readonly advice?: string;
  /** Takes in what lies in the drop folder at the start. */
  takeIn(): Promise<IntakeReport>;
  /** From the start on: what brings new papers, and what posts should know of those that are late. */
  follow(operator: Operator | undefined): {
    readonly fresh: KeepFresh;
    readonly outlook: Required<Pick<DeliveryDeps, "notices" | "awaitsPapers" | "longestWait">>;
  };
}

export interface SourcesDeps extends Pick<Paperboy, "store" | "index" | "intake"> {
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws UserError `config` where the drop folder is none */
export function openSources(config: Config, { store, index, intake, clock, log }: SourcesDeps): Sources {
  const folder = folderSource({ folder: config.digestsFolder, intake, store, clock });
  const lack = lackOf(config.digestsFolder);
  const { hfDaily, arxivCategories } = config.sources;
  const advice = `New papers come from files in ${config.digestsFolder} alone: \`PAPERBOY_SOURCES=hf-daily\` brings each day's.`;
  return {
    ...(lack !== undefined && { lack }),
    ...(!hfDaily && arxivCategories.length === 0 && { advice }),

    async takeIn() {
      const report = await folder.takeIn();
      await index.catchUp();
      return report;
    },

    follow(operator) {
      const feeds = createFeeds(config.sources, { clock, turns: store.sources });
      const telling = operator && { tellOperator: operator.tell };
      const poller = createPoller({ store, feeds, clock, log, random: Math.random, ...telling });
      return {
        fresh: createKeepFresh({ folder, poller, log, onPapers: () => index.catchUp() }),
        outlook: {
          notices: () => sourceNotices(poller.lacking()),
          awaitsPapers: () => poller.awaitsPapers(),
          longestWait: config.sources.longestWait,
        },
      };
    },
  };
}

/** Not made here: a slip in its name would be a folder somewhere, and nobody would be told. */
function lackOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) {
    throw new UserError("config", `PAPERBOY_DIGESTS takes a folder of digests, and ${folder} is none.`);
  }
  if (found) return undefined;
  return `The drop folder ${folder} is not there: make it and put digests into it, or name another with PAPERBOY_DIGESTS.`;
}

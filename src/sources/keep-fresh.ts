import type { Log } from "../log.ts";
import type { FolderSource } from "./folder.ts";
import type { Poller } from "./poll.ts";

/** Everything that brings papers while the program runs. */
export interface KeepFresh {
  /** Looks for new files and asks the sources that are due. Never rejects; a call during another does nothing. */
  tick(): Promise<void>;
  /** Resolves when what is under way has ended: requests are given up, what was taken in stays. */
  stop(): Promise<void>;
}

export interface KeepFreshDeps {
  readonly folder: Pick<FolderSource, "look">;
  readonly poller: Poller;
  readonly log: Log;
  /** Papers came: the index should follow. */
  readonly onPapers: () => Promise<unknown>;
}

export function createKeepFresh({ folder, poller, log, onPapers }: KeepFreshDeps): KeepFresh {
  const stopping = new AbortController();
  const { signal } = stopping;
  let looking: Promise<void> | undefined;
  let polling: Promise<void> | undefined;

  async function lookInFolder(): Promise<void> {
    const report = await folder.look({ signal });
    if (!report) return;
    const { files, rejected } = report;
    if (files > 0) log.info({ files, new: report.new, rejected: rejected.length }, "took in files of the folder");
    for (const { file, line, reason } of rejected.slice(0, 20)) {
      log.warn({ file, line }, `can't be read: ${withoutQuotes(reason)}`);
    }
    if (report.entries > 0) await onPapers();
  }

  async function poll(): Promise<void> {
    await poller.tick({ signal, onPapers });
  }

  const guarded = (work: Promise<void>) =>
    work.catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, "new papers could not be taken in; it is tried again");
    });

  return {
    async tick() {
      if (signal.aborted) return;
      // A slow server must not keep a file waiting.
      looking ??= guarded(lookInFolder()).finally(() => {
        looking = undefined;
      });
      polling ??= guarded(poll()).finally(() => {
        polling = undefined;
      });
      await Promise.all([looking, polling]);
    },

    async stop() {
      stopping.abort();
      await Promise.all([looking, polling]);
    },
  };
}

/** The log says where; what stands there is a paper's text, or somebody's. */
function withoutQuotes(reason: string): string {
  return reason.replace(/".*"/su, '"…"');
}

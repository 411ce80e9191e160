import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "./clock.ts";
import type { readDigest } from "./digests/index.ts";
import { describeError } from "./errors.ts";
import { type DigestFile, fileIdOf, findFiles } from "./intake/files.ts";
import { type Progress, progressOf, type Sample } from "./intake/progress.ts";
import { withoutUnknownReplacements } from "./intake/replacements.ts";
import { createTally, type IntakeReport, type Tally } from "./intake/report.ts";
import { dayOf, daysAfter } from "./papers/day.ts";
import type { Day, PaperDraft } from "./papers/paper.ts";
import { filledDaysOf } from "./store/filled-days.ts";
import type { IntakeRecord, Store, TakenIn } from "./store/store.ts";

export type { IntakeReport } from "./intake/report.ts";

export interface IntakeOptions {
  /** The day the digests listed their papers, where a person says so; beats what the files say. */
  readonly date?: Day;
  /** Called after each batch. */
  readonly onProgress?: (progress: Progress & { readonly file: string; readonly entries: number }) => void;
  /** Stops after the batch under way; what was read stays. */
  readonly signal?: AbortSignal;
}

export interface Intake {
  /**
   * Takes in files and folders. What can't be read is listed with its place and costs nothing else.
   * @throws UserError `not-found` for a path that does not exist, and what the store throws (a full disk)
   */
  takeIn(paths: readonly string[], options?: IntakeOptions): Promise<IntakeReport>;
}

export interface IntakeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly readDigest: typeof readDigest;
}

/** Entries a transaction: large enough to be fast, small enough that nobody waits for it. */
const batchSize = 500;
/** Days; no post looks back so far. */
const longestLate = 31;
/** Batches the pace is taken over. */
const samplesKept = 40;

export function createIntake({ store, clock, readDigest }: IntakeDeps): Intake {
  return {
    async takeIn(paths, { date, onProgress, signal } = {}) {
      const found = await findFiles(paths);
      const tally = createTally();
      tally.rejected.push(...found.rejects);
      const totalBytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
      const samples: Sample[] = [];
      let bytesBefore = 0;
      for (const file of found.files) {
        if (signal?.aborted) break;
        let bytes = 0;
        const report = () => {
          samples.push({ at: clock.now().getTime(), entries: tally.entries, bytes: bytesBefore + bytes });
          if (samples.length > samplesKept) samples.shift();
          onProgress?.({ ...progressOf(samples, totalBytes), file: file.path, entries: tally.entries });
        };
        report();
        const onBytes = (count: number) => {
          bytes += count;
        };
        await takeInFile({ file, tally, date, signal, onBytes, onBatch: report });
        bytesBefore += file.bytes;
        bytes = 0;
        report();
      }
      return tally.report(signal?.aborted ?? false);
    },
  };

  async function takeInFile(job: FileJob): Promise<void> {
    const { file, tally, date, signal, onBytes, onBatch } = job;
    const { path } = file;
    const reject = (line: number, error: unknown) =>
      tally.rejected.push({ file: path, line, reason: `can't be read: ${describeError(error)}` });
    const fileId = await fileIdOf(path).catch((error: unknown) => void reject(0, error));
    if (fileId === undefined) return;
    tally.countFile();

    const before = await store.intakes.get(fileId);
    // A file that was finished is read anew from its start, and its record stays finished meanwhile.
    const unfinished = before?.finished === false && before.position > 0 ? before : undefined;
    let position = unfinished?.position ?? 0;
    let entries = unfinished?.entries ?? 0;
    let rejects = unfinished?.rejects ?? 0;
    if (unfinished !== undefined) tally.resumed.push({ file: path, line: position });
    const record = (finished: boolean): IntakeRecord => {
      return { fileId, file: path, position, finished, entries, rejects, at: clock.now() };
    };

    const source = basename(path);
    const takenIn = dayOf(clock.now());
    let drafts: PaperDraft[] = [];
    const flush = async () => {
      const batch = drafts;
      drafts = [];
      entries += batch.length;
      const kept = await withoutUnknownReplacements(batch, store);
      tally.countSkipped(batch.length - kept.length);
      const answers = await store.papers.takeIn(kept, before?.finished ? {} : { intake: record(false) });
      tally.count(answers);
      await noteLateDays(kept, answers, takenIn);
      onBatch();
      // SQLite works synchronously: let whoever else waits have a turn.
      await setImmediate();
    };

    const context = { file: path, takenInAt: clock.now(), ...(date !== undefined && { date }) };
    const items = readDigest(path, context, { startAfterLine: position, onBytes })[Symbol.asyncIterator]();
    let failed = false;
    const next = () =>
      items.next().catch((error: unknown) => {
        failed = true;
        reject(position, error);
        return { done: true, value: undefined } as const;
      });
    for (let item = await next(); item.done !== true; item = await next()) {
      if ("entry" in item.value) {
        const { entry } = item.value;
        drafts.push({ entry, source, takenIn });
        position = Math.max(position, entry.line ?? 0);
      } else {
        rejects += 1;
        tally.rejected.push(item.value.reject);
        position = Math.max(position, item.value.reject.line);
      }
      if (drafts.length >= batchSize) {
        await flush();
        if (signal?.aborted) {
          await items.return?.();
          return;
        }
      }
    }
    if (drafts.length > 0) await flush();
    // A file that failed is not finished, but to be read from its start: what failed may be mended without a new line.
    if (failed) position = 0;
    await store.intakes.save(record(!failed));
  }

  /** A file of some days ago brings papers that posts since then could not have: they look back for them. */
  async function noteLateDays(drafts: readonly PaperDraft[], answers: readonly TakenIn[], today: Day): Promise<void> {
    const isNew = (_draft: PaperDraft, at: number) => answers[at]?.outcome === "new";
    const days = Map.groupBy(drafts.filter(isNew), ({ entry }) => entry.listed ?? today);
    for (const [date, { length: papers }] of days) {
      if (date >= today || date < daysAfter(today, -longestLate)) continue;
      await store.sources.saveBatch({ feed: filledDaysOf("files"), date, papers, ids: [], askedAt: clock.now() });
    }
  }
}

interface FileJob {
  readonly file: DigestFile;
  readonly tally: Tally;
  readonly date: Day | undefined;
  readonly signal: AbortSignal | undefined;
  onBytes(count: number): void;
  onBatch(): void;
}

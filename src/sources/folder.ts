import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import { fileIdOf, findFiles } from "../intake/files.ts";
import type { Intake, IntakeOptions, IntakeReport } from "../intake.ts";
import type { Store } from "../store/store.ts";

export interface FolderSource {
  /** Takes in every digest of the folder that is new, was changed, or was interrupted, as it is; for the start. */
  takeIn(options?: IntakeOptions): Promise<IntakeReport>;
  /**
   * Takes in what came since, as soon as it is whole: a file is left alone while its size or time still change between two
   * looks. Cheap where nothing came; undefined then.
   */
  look(options?: IntakeOptions): Promise<IntakeReport | undefined>;
}

export interface FolderSourceDeps {
  readonly folder: string;
  readonly intake: Intake;
  readonly store: Store;
  readonly clock: Clock;
}

/** A file that was not touched for this long is whole at first sight. */
const settledAfter = 10_000;

/** The drop folder; one that is missing is empty. Files are known by their content, so that a copied or renamed one is not read again. */
export function folderSource({ folder, intake, store, clock }: FolderSourceDeps): FolderSource {
  /** How each file looked last, and whether it was taken in as it looked then. */
  const looks = new Map<string, { readonly look: string; readonly done: boolean }>();

  async function takeInPaths(paths: readonly string[], options?: IntakeOptions): Promise<IntakeReport> {
    const unread: string[] = [];
    for (const path of paths) {
      const fileId = await fileIdOf(path).catch(() => undefined);
      const known = fileId === undefined ? undefined : await store.intakes.get(fileId);
      if (known?.finished !== true) unread.push(path);
    }
    return intake.takeIn(unread, options);
  }

  async function filesThere(): Promise<readonly string[]> {
    const { files } = existsSync(folder) ? await findFiles([folder]) : { files: [] };
    return files.map(({ path }) => path);
  }

  return {
    async takeIn(options) {
      const paths = await filesThere();
      for (const path of paths) {
        const found = await lookAt(path);
        if (found) looks.set(path, { look: found.look, done: true });
      }
      return takeInPaths(paths, options);
    },

    async look(options) {
      const paths = await filesThere();
      const there = new Set(paths);
      for (const path of looks.keys()) if (!there.has(path)) looks.delete(path);
      const whole = new Map<string, string>();
      for (const path of paths) {
        const found = await lookAt(path);
        if (!found) continue;
        const { look, touchedAt } = found;
        const before = looks.get(path);
        if (before?.look === look && before.done) continue;
        if (before?.look === look || clock.now().getTime() - touchedAt >= settledAfter) whole.set(path, look);
        looks.set(path, { look, done: false });
      }
      if (whole.size === 0) return undefined;
      const report = await takeInPaths([...whole.keys()], options);
      // Only now: where the store could not take them, they are taken in at the next look.
      for (const [path, look] of whole) looks.set(path, { look, done: true });
      return report;
    },
  };
}

/** Undefined for a file that is gone or has nothing in it yet. Where its rights changed, it may be one that could not be read. */
async function lookAt(path: string): Promise<{ look: string; touchedAt: number } | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && found.size > 0
    ? { look: `${found.size} ${found.mtimeMs} ${found.ctimeMs}`, touchedAt: found.mtimeMs }
    : undefined;
}

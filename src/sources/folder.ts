import { existsSync } from "node:fs";
import { fileIdOf, findFiles } from "../intake/files.ts";
import type { Intake, IntakeOptions, IntakeReport } from "../intake.ts";
import type { Store } from "../store/store.ts";

export interface FolderSource {
  /** Takes in every digest of the folder that is new, was changed, or was interrupted; the others are not parsed. */
  takeIn(options?: IntakeOptions): Promise<IntakeReport>;
}

export interface FolderSourceDependencies {
  readonly folder: string;
  readonly intake: Intake;
  readonly store: Store;
}

/** The drop folder; one that is missing is empty. Files are known by their content, so that a copied or renamed one is not read again. */
export function folderSource({ folder, intake, store }: FolderSourceDependencies): FolderSource {
  return {
    async takeIn(options) {
      const paths: string[] = [];
      const found = existsSync(folder) ? await findFiles([folder]) : { files: [] };
      for (const { path } of found.files) {
        const fileId = await fileIdOf(path).catch(() => undefined);
        const known = fileId === undefined ? undefined : await store.intakes.get(fileId);
        if (known?.finished !== true) paths.push(path);
      }
      return intake.takeIn(paths, options);
    },
  };
}

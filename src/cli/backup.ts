import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { CliCommand } from "./cli-command.ts";
import { withStore } from "./with-store.ts";

export const backupCommand: CliCommand = {
  name: "backup",
  summary: "copies everything that cannot be made again to a file, while Paperboy runs",
  usage: "FILE [--json]",
  options: {},
  optionHelp: ["FILE          a new file; the search index is left out, because it is made anew from the rest"],
  takes: { min: 1, max: 1 },
  run({ positionals: [name = ""] }, { config }) {
    const file = resolve(config.callerFolder, name);
    return withStore(config, async (store) => {
      await store.backUp(file);
      const papers = await store.papers.count();
      const { size } = statSync(file);
      const megabytes = (size / 1_048_576).toFixed(1);
      return {
        json: { file, bytes: size, papers },
        // A log left by the old file would be played into the copy.
        text: `${file}: ${megabytes} MB, ${papers} papers. To restore, stop Paperboy, put it in place of paperboy.db, and delete paperboy.db-wal, paperboy.db-shm and index.db.`,
      };
    });
  },
};

import { backupCommand } from "./backup.ts";
import type { CliCommand } from "./cli-command.ts";
import { completeCommand } from "./complete.ts";
import { deliverCommand } from "./deliver.ts";
import { digestCommand } from "./digest.ts";
import { exportCommand } from "./export.ts";
import { fetchCommand } from "./fetch.ts";
import { importCommand } from "./import.ts";
import { ingestCommand } from "./ingest.ts";
import { searchCommand } from "./search.ts";
import { similarCommand } from "./similar.ts";
import { statusCommand } from "./status.ts";

/** Everything `npm run -s paperboy -- …` can do. */
export const cliCommands: readonly CliCommand[] = [
  ingestCommand,
  fetchCommand,
  searchCommand,
  similarCommand,
  digestCommand,
  deliverCommand,
  completeCommand,
  statusCommand,
  backupCommand,
  exportCommand,
  importCommand,
];

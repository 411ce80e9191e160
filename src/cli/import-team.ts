import { join } from "node:path";
import { openSqliteStore } from "../store/sqlite.ts";
import { readTeamData } from "../store/team-data.ts";
import type { CliContext, CliResult } from "./cli-command.ts";
import { inWords } from "./export.ts";

/** Adds what `export` wrote; `text` is what stands in `file`. */
export async function importTeam(text: string, file: string, { config, clock }: CliContext): Promise<CliResult> {
  const team = readTeamData(text, file);
  const { dataFolder, secretKey } = config;
  const store = await openSqliteStore({ file: join(dataFolder, "paperboy.db"), ...(secretKey && { secretKey }) });
  try {
    const added = await store.team.import(team, clock.now());
    return {
      json: { file, ...added },
      text: `Added from ${file}: ${inWords(added)}. What was there already stayed.`,
    };
  } finally {
    await store.close();
  }
}

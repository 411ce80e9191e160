import { readTeamData } from "../store/team-data.ts";
import type { CliContext, CliResult } from "./cli-command.ts";
import { inWords } from "./export.ts";
import { withStore } from "./with-store.ts";

/** Adds what `export` wrote; `text` is what stands in `file`. */
export function importTeam(text: string, file: string, { config, clock }: CliContext): Promise<CliResult> {
  const team = readTeamData(text, file);
  return withStore(config, async (store) => {
    const added = await store.team.import(team, clock.now());
    return {
      json: { file, ...added },
      text: `Added from ${file}: ${inWords(added)}. What was there already stayed.`,
    };
  });
}

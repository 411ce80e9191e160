import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describeError, UserError } from "../errors.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import { readTeamData } from "../store/team-data.ts";
import type { CliCommand } from "./cli-command.ts";
import { inWords } from "./export.ts";

/** Bytes; JavaScript holds no longer text. */
const largest = 500_000_000;

export const importCommand: CliCommand = {
  name: "import",
  summary: "takes in what `export` wrote; what is there already stays, so it may be repeated. Stop Paperboy first",
  usage: "FILE [--json]",
  options: {},
  optionHelp: ["FILE          written by `export`; posts that were due before the import are not made up for"],
  takes: { min: 1, max: 1 },
  async run({ positionals: [name = ""] }, { config, clock }) {
    const file = resolve(config.callerFolder, name);
    const team = readTeamData(await readText(file), file);
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
  },
};

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > largest) throw new UserError("team-file", `${file} is larger than ${largest / 1_000_000} MB.`);
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("team-file", `${file} cannot be read: ${describeError(error)}.`, { cause: error });
  }
}

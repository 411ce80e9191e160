import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { CliCommand } from "./cli-command.ts";
import { withStore } from "./with-store.ts";

export const exportCommand: CliCommand = {
  name: "export",
  summary: "writes what the team owns to a JSON file: subscriptions, schedules, votes, reading lists, tastes",
  usage: "FILE [--json]",
  options: {},
  optionHelp: ["FILE          a new file, for `import` elsewhere; `backup` copies the papers as well"],
  takes: { min: 1, max: 1 },
  run({ positionals: [name = ""] }, { config, clock }) {
    const file = resolve(config.callerFolder, name);
    return withStore(config, async (store) => {
      const team = await store.team.export(clock.now());
      await writeNew(file, `${JSON.stringify(team)}\n`);
      const { subscriptions, schedules, votes, saved } = team;
      const counts = {
        subscriptions: subscriptions.length,
        schedules: schedules.length,
        votes: votes.length,
        saved: saved.length,
      };
      const key = team.people.key
        ? "It holds the key of people's hashes: keep it as safe as the database."
        : "People stand under PAPERBOY_SECRET_KEY, which has to be set where it is imported.";
      return { json: { file, ...counts }, text: `${file}: ${inWords(counts)}. ${key}` };
    });
  },
};

/** `3 subscriptions, 1 vote`. */
export function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${count === 1 ? what.replace(/s$/u, "") : what}`)
    .join(", ");
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new UserError("file-exists", `${file} exists already: name a new file.`);
    if (code === "ENOENT") throw new UserError("no-folder", `There is no folder to put ${file} in.`);
    throw error;
  }
}

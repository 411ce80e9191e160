import type { Config } from "../config.ts";
import { type Setting, settingsTable } from "../settings.ts";
import type { CliCommand } from "./cli-command.ts";

interface Effective {
  readonly name: string;
  /** Null where nothing is set and nothing holds instead. */
  readonly value: string | null;
  readonly from: "environment" | "file" | "default";
  readonly file?: string;
}

/** `config`: what holds, and why; `--table` is what README has of it. */
export function configCommand(settings: readonly Setting[]): CliCommand {
  return {
    name: "config",
    summary: "prints the settings that hold, where each comes from, and no secret",
    usage: "[--table] [--json]",
    options: { table: { type: "boolean" } },
    optionHelp: ["--table       the table of README: every variable, its default and what it is"],
    takes: { min: 0, max: 0 },
    tellsSlips: true,
    async run({ values }, { config }) {
      if (values["table"] === true) return { json: settings, text: settingsTable(settings) };
      const effective = settings.map((setting) => effectiveOf(setting, config));
      return { json: effective, text: effective.map(lineOf).join("\n") };
    },
  };
}

function effectiveOf({ name, fallback, isSecret }: Setting, { setting, originOf }: Config): Effective {
  const value = setting(name) ?? fallback;
  const masked = isSecret && value !== undefined ? "(secret)" : value?.replace(/(\/\/)[^/@]+@/, "$1(secret)@");
  return { name, value: masked ?? null, ...originOf(name) };
}

function lineOf({ name, value, from, file }: Effective): string {
  const origin = file === undefined ? from : `${from} ${file}`;
  return value === null ? `${name}: not set` : `${name}: ${value} (${origin})`;
}

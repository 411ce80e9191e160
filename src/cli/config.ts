import type { Config } from "../config.ts";
import { UserError } from "../errors.ts";
import { type Setting, settingsTable } from "../settings.ts";
import type { CliCommand } from "./cli-command.ts";

interface Effective {
  readonly name: string;
  /** Null where nothing is set and nothing holds instead. */
  readonly value: string | null;
  readonly from: "environment" | "file" | "default";
  readonly file?: string;
}

/**
 * `config`: what holds, and why; `--table` is what README has of it.
 *
 * @param check throws the UserError with which a start would refuse what platforms were given
 */
export function configCommand(settings: readonly Setting[], check: (setting: Config["setting"]) => void): CliCommand {
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
      const text = effective.map(lineOf).join("\n");
      const refusal = refusalOf(() => check(config.setting));
      return { json: effective, text, ...(refusal !== undefined && { shortfall: refusal, status: 2 }) };
    },
  };
}

function refusalOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return `npm start would refuse this: ${error.message}`;
    throw error;
  }
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

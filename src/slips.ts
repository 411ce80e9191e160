import { nearest } from "./commands/nearest.ts";
import type { Setting } from "./settings.ts";

/**
 * A sentence for each variable that is set, is no setting, and looks as if one that is not set was meant. Only to be told:
 * unlike `PAPERBOY_…`, such names may belong to other software.
 *
 * @param given names of the variables that are set
 */
export function describeSlips(given: readonly string[], settings: readonly Setting[]): readonly string[] {
  const isSet = new Set(given.map(withoutFile));
  const names = new Set(settings.map(({ name }) => name));
  return given.flatMap((variable) => {
    const typed = withoutFile(variable);
    const meant = names.has(typed) ? undefined : meantBy(typed, settings);
    if (meant === undefined || isSet.has(meant)) return [];
    const name = variable === typed ? meant : `${meant}_FILE`;
    return [`${variable} is no setting of Paperboy's and is not read: ${name} is meant, it seems.`];
  });
}

function meantBy(typed: string, settings: readonly Setting[]): string | undefined {
  const names = settings.map(({ name }) => name);
  const known = settings.find(({ mistakenNames }) => mistakenNames.includes(typed));
  if (known !== undefined) return known.name;
  const unprefixed = typed.replace(/^PAPERBOY_/u, "");
  if (unprefixed !== typed && names.includes(unprefixed)) return unprefixed;
  return nearest(
    typed,
    names.filter((name) => isFarFromOthers(name) || familyOf(name) === familyOf(typed)),
  );
}

/** Whether a slip may be in its first word as well: two letters off HF_API_URL or PORT is anybody's variable. */
function isFarFromOthers(name: string): boolean {
  return name.length >= 13;
}

function familyOf(name: string): string | undefined {
  return name.split("_")[0];
}

function withoutFile(variable: string): string {
  return variable.replace(/_FILE$/u, "");
}

import type { z } from "zod";

/** One variable of the environment, as its schema describes it. */
export interface Setting {
  readonly name: string;
  readonly what: string;
  /** What holds where it is not set; absent where nothing does. */
  readonly fallback?: string;
  /** That in words, where the value itself would say little: Markdown. */
  readonly shown?: string;
  /** Never printed. */
  readonly isSecret: boolean;
  /** What other programs and tutorials call the same thing; not read here. */
  readonly mistakenNames: readonly string[];
}

/** A schema's variables by what their `meta` says: `what`, and where they apply `secret`, `shown` and `mistakenNames`. */
export function describeSettings(schema: z.ZodObject): readonly Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { what, secret, shown, mistakenNames } = field.meta() ?? {};
    const fallback = defaultOf(field);
    return {
      name,
      what: String(what),
      isSecret: secret === true,
      mistakenNames: Array.isArray(mistakenNames) ? mistakenNames.map(String) : [],
      ...(fallback !== undefined && { fallback }),
      ...(typeof shown === "string" && { shown }),
    };
  });
}

/** As it stands before the schema makes something else of it. */
function defaultOf(field: z.core.$ZodType): string | undefined {
  const { def } = field._zod;
  if ("defaultValue" in def) return String(def.defaultValue);
  return "in" in def ? defaultOf(def.in as z.core.$ZodType) : undefined;
}

/** The table of README and docs, a row a variable. */
export function settingsTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ name, what, fallback, shown }) => {
    const usual = shown ?? (fallback === undefined ? "" : `\`${fallback}\``);
    return `| \`${name}\` | ${usual} | ${what} |`;
  });
  return ["| variable | default | what it is |", "| --- | --- | --- |", ...rows].join("\n");
}

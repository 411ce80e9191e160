/** A table for a terminal: names to the left, figures to the right, as wide as their longest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), heading.length),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) =>
        column === 0 ? (cells[column] ?? "").padEnd(width) : (cells[column] ?? "").padStart(width),
      )
      .join("  ")
      .trimEnd();
  return [line(headings), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** Figures by name, a line each, rounded to hundredths. */
export function figures(result: Readonly<Record<string, number>>): string {
  const rows = Object.entries(result).map(([name, value]) => [name, String(Math.round(value * 100) / 100)] as const);
  const [names, values] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([name, value]) => `${name.padEnd(names ?? 0)}  ${value.padStart(values ?? 0)}\n`).join("");
}

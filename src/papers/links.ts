export interface FoundLinks {
  readonly code?: string;
  readonly project?: string;
  readonly all: readonly string[];
}

/** The addresses an abstract names. */
export function findLinks(text: string): FoundLinks {
  const all = text.match(/https?:\/\/[^\s{}<>"]+[^\s{}<>".,;:)\]]/gi) ?? [];
  const code = all.find((link) => /github|gitlab/.test(link));
  const project = all.find((link) => link !== code);
  return { ...(code && { code }), ...(project && { project }), all };
}

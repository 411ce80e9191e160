/** Archives whose subjects are two capital letters: `cs.CL`. https://arxiv.org/category_taxonomy */
const inCapitals = ["cs", "econ", "eess", "math", "astro-ph", "nlin", "q-bio", "q-fin", "stat"];
/** Archives whose subjects are small words: `cond-mat.mtrl-sci`. */
const inWords = ["cond-mat", "physics"];
const undivided = "gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph".split(" ");

const pattern = new RegExp(
  `^(?:(${inCapitals.join("|")})(?:\\.([a-z]{2}))?|((?:${inWords.join("|")})(?:\\.[a-z]+(?:-[a-z]+)?)?|${undivided.join("|")}))$`,
  "iu",
);

/**
 * A category of arXiv as arXiv writes it, typed in any case: `cs.CL`, `hep-th`, `cond-mat.mtrl-sci`, or a whole archive such
 * as `cs`. Undefined for what is none: archives are known, subjects by their form, as arXiv adds some now and then.
 */
export function readArxivCategory(typed: string): string | undefined {
  const [, archive, subject, whole] = pattern.exec(typed) ?? [];
  if (archive === undefined) return whole?.toLowerCase();
  return archive.toLowerCase() + (subject === undefined ? "" : `.${subject.toUpperCase()}`);
}

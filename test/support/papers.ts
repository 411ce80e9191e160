import type { Paper, PaperDraft, PaperEntry } from "../../src/papers/paper.ts";

/** A paper with every field known; say what matters to the test. */
export function paperLike(known: Partial<Paper> = {}): Paper {
  return {
    key: "aaaaaaaaaaaa",
    title: "Routing Experts at Small Scale",
    abstract: "We study how few experts a sparse layer needs. Our router halves the cost of training. Code is public.",
    authors: ["Ada Moreno", "Bo Lind", "Chi Okafor"],
    published: "2026-01-05",
    listed: "2026-01-06",
    arxivId: "2601.01234",
    categories: ["cs.CL", "cs.LG"],
    links: { page: "https://arxiv.org/abs/2601.01234", code: "https://github.com/example/router" },
    upvotes: 42,
    sources: [{ source: "page-2026-01-06.txt", listed: "2026-01-06" }],
    ...known,
  };
}

/** `number` papers about experts, the first one newest. */
export function paperShelf(number: number): readonly Paper[] {
  return Array.from({ length: number }, (_, index) =>
    paperLike({
      key: `paper${String(index).padStart(7, "0")}`,
      title: `Experts and Routers, Part ${index + 1}`,
      arxivId: `2601.${String(10_000 + index)}`,
      links: { page: `https://arxiv.org/abs/2601.${10_000 + index}` },
      listed: `2026-01-${String(28 - Math.min(index, 27)).padStart(2, "0")}`,
    }),
  );
}

/** Text that tries everything: terminal sequences, markup of several platforms, bidi overrides, endless words. */
export const hostileTexts: readonly string[] = [
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J",
  "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
  "<!channel> <@U1> @everyone <script>alert(1)</script> & | ` ``` * _ ~ [a](javascript:alert(1))",
  "\u202egnp.exe\u202c \u2066x\u2069 \u200bzero\u200bwidth\ufeff",
  "line one\nline two\r\nline\u2028three\ttab\u0000nul",
  "x".repeat(3_000),
  "漢字かな".repeat(750),
  `${"👩‍👩‍👧‍👦".repeat(200)} e${"\u0301".repeat(300)}`,
  "\ud800 lone surrogate",
  "",
  " ",
];

/** An entry whose abstract is made from its title. */
export function entry(title: string, known: Partial<PaperEntry> = {}): PaperEntry {
  return { title, abstract: `We study ${title.toLowerCase()} and report what we found.`, ...known };
}

/** A draft as an intake makes it, seen in `a.txt` on 2026-03-11. */
export function draft(title: string, known: Partial<PaperEntry> = {}, source = "a.txt"): PaperDraft {
  return { entry: entry(title, known), source, takenIn: "2026-03-11" };
}

/** A paper as test pages print it. */
export interface PrintedPaper {
  readonly title: string;
  readonly abstract: string;
  readonly id: string;
}

/** The layouts in which pages of papers get saved. */
export const layouts = {
  plain: (papers) => join(papers, (p) => [p.title, p.abstract]),
  "plain, upvotes first": (papers) => join(papers, (p) => ["[-]", p.title, p.abstract]),
  "plain, hard-wrapped": (papers) => join(papers, (p) => [wrap(p.title), wrap(p.abstract)]),
  "title right above": (papers) => join(papers, (p) => [`${wrap(p.title)}\n${wrap(p.abstract)}`]),
  "linked headings": (papers) =>
    join(papers, (p) => [
      `[12](https://huggingface.co/login?next=%2Fpapers%2F${p.id})`,
      `### [${p.title}](https://huggingface.co/papers/${p.id})`,
      `[${wrap(p.abstract, "\\\\\n")}](https://huggingface.co/papers/${p.id})`,
      `[- 3 authors](https://huggingface.co/papers/${p.id})`,
      "·",
      "Feb 2, 2024",
    ]),
  "bare headings": (papers) =>
    join(papers, (p) => [
      `## ${p.title}`,
      `${p.abstract}\n- 3 authors\n[LINK: GitHub 1.2k](https://github.com/acme/code-${p.id})`,
    ]),
  "bold titles": (papers) => join(papers, (p) => [`**${p.title}**`, p.abstract]),
  html2text: (papers) =>
    join(papers, (p, index) => [
      `[\n3.29k\n][${4 * index + 1}]`,
      `### [${p.title}][${4 * index + 2}]`,
      `[\n\n${wrap(p.abstract)}\n\n][${4 * index + 3}]\n[\n* 8 authors\n][${4 * index + 4}]\n·\nMar 8, 2024`,
    ]),
  "addresses below": (papers) =>
    join(papers, (p) => [
      " [-] 7",
      `https://huggingface.co/login?next=%2Fpapers%2F${p.id}`,
      p.title,
      `https://huggingface.co/papers/${p.id}`,
      p.abstract,
      `https://huggingface.co/papers/${p.id}`,
      `[\n\n2 authors](https://huggingface.co/papers/${p.id})`,
      "·",
      "Oct 7, 2024",
    ]),
} as const satisfies Record<string, (papers: readonly PrintedPaper[]) => string>;

export type Layout = keyof typeof layouts;

export const header =
  "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\n";

export const footer = "\n\nPrevious\n\nNext\n\nModels\n\nDatasets\n\nTrending Papers ranked by GitHub stars activity\n";

/** Breaks lines at 80 characters, at blanks only. */
export function wrap(text: string, lineEnd = "\n"): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > 80) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(lineEnd);
}

function join(
  papers: readonly PrintedPaper[],
  print: (paper: PrintedPaper, index: number) => readonly string[],
): string {
  return papers.flatMap(print).join("\n\n");
}

import type { Paper } from "../papers/paper.ts";
import { type ExportFormat, exportList } from "../views/export.ts";
import { savedList, savedOne, unsavedOne } from "../views/saved.ts";
import { type Context, defineCommand } from "./command.ts";
import { onePaper, paperArgument } from "./one-paper.ts";
import { personIn } from "./person.ts";
import { formatLine } from "./usage.ts";

const pageSize = 10;

export const save = defineCommand({
  name: "save",
  summary: "Put a paper on your reading list",
  examples: ["save 2104.12255"],
  notes: ["Your list is yours alone; that the paper was saved counts for this channel's taste."],
  args: { paper: paperArgument },
  unlisted: true,
  answer: "private",
  async run({ paper: reference }, context) {
    const { engine, store, clock, channel } = context;
    const found = await onePaper(reference, engine, { label: "Save", line: (key) => `save ${key}` });
    if ("message" in found) return found.message;
    const person = personIn(context);
    const isNew = await store.votes.save(person, { paper: found.paper.key, at: clock.now() }, channel);
    const { length } = await store.votes.saved({ person });
    return savedOne(found.paper, isNew, length + (await store.votes.savedBeyond(person)));
  },
});

export const unsave = defineCommand({
  name: "unsave",
  summary: "Take a paper off your reading list",
  examples: ["unsave 2104.12255"],
  args: { paper: paperArgument },
  unlisted: true,
  answer: "private",
  async run({ paper: reference }, context) {
    const { engine, store } = context;
    const found = await onePaper(reference, engine, { label: "Take off", line: (key) => `unsave ${key}` });
    if ("message" in found) return found.message;
    return unsavedOne(found.paper, await store.votes.unsave(personIn(context), found.paper.key));
  },
});

const written = {
  name: "saved",
  args: { page: { kind: "integer", option: true, summary: "which page, last saved first", min: 1, max: 1_000 } },
} as const;

export const saved = defineCommand({
  ...written,
  summary: "Your reading list",
  examples: ["saved", "saved --page 2"],
  answer: "private",
  async run({ page = 1 }, context) {
    const { papers, beyond } = await listOf(context);
    const shown = papers.slice((page - 1) * pageSize, page * pageSize);
    const line = (number: number) => formatLine(written, { page: number > 1 ? number : undefined });
    return savedList({ total: papers.length, beyond, shown }, { number: page, size: pageSize, line });
  },
});

export const exportSaved = defineCommand({
  name: "export",
  summary: "Your reading list as BibTeX, CSV or JSON",
  examples: ["export", "export csv", "export json"],
  args: {
    format: {
      kind: "word",
      optional: true,
      summary: "BibTeX unless told otherwise",
      choices: ["bibtex", "csv", "json"],
    },
  },
  answer: "private",
  async run({ format = "bibtex" }, context) {
    const { papers, beyond } = await listOf(context);
    return exportList(papers, format satisfies ExportFormat, beyond);
  },
});

/** Last saved first; `beyond` is how many more there are. */
async function listOf(context: Context): Promise<{ readonly papers: readonly Paper[]; readonly beyond: number }> {
  const { votes, papers } = context.store;
  const person = personIn(context);
  const list = await votes.saved({ person });
  return {
    papers: await papers.getMany(list.map((entry) => entry.paper)),
    beyond: await votes.savedBeyond(person),
  };
}

import type { Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { choosePaper, noPaper, type PaperChoice } from "../views/paper.ts";
import type { ArgSpec, Context } from "./command.ts";

/** The argument that names one paper. */
export const paperArgument = {
  kind: "rest",
  summary: "its key, its arXiv number or address, or words of its title",
  completes: "paper",
} as const satisfies ArgSpec;

/** The paper a person means, or the message that asks which; `choice`: what its buttons do, showing one unless told. */
export async function onePaper(
  reference: string,
  engine: Pick<Context["engine"], "find" | "complete">,
  choice?: PaperChoice,
): Promise<{ readonly paper: Paper } | { readonly message: Message }> {
  const papers = await engine.find(reference);
  const [paper] = papers;
  if (!paper) return { message: noPaper(reference, await nearTitles(reference, engine), choice) };
  return papers.length > 1 ? { message: choosePaper(reference, papers, choice) } : { paper };
}

/** Titles like what was written; none where that is an address, whose words are no words of a title. */
async function nearTitles(reference: string, engine: Pick<Context["engine"], "complete">) {
  return /^(?:https?:|www\.)/iu.test(reference) ? [] : engine.complete(reference, 3);
}

import type { Message } from "../message.ts";
import type { Paper } from "../papers/paper.ts";
import { choosePaper, noPaper, type PaperChoice } from "../views/paper.ts";
import type { Context } from "./command.ts";

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

/** Who asks, as the store knows people. */
export function personIn({ person, channel }: Pick<Context, "person" | "channel">): {
  readonly platform: string;
  readonly id: string;
} {
  return { platform: channel.platform, id: person.id };
}

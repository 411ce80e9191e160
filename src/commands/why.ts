import { whyMessage } from "../views/why.ts";
import { defineCommand } from "./command.ts";
import { onePaper, personIn } from "./one-paper.ts";
import { topicsOf } from "./posts.ts";
import { firstOfLastDays } from "./recent.ts";

/** Days a digest looks back on. */
const days = 7;

export const why = defineCommand({
  name: "why",
  summary: "Why a paper is shown, cause by cause",
  examples: ["why 2104.12255", "why attention is all you need"],
  args: {
    paper: { kind: "rest", summary: "its key, its arXiv number or address, or words of its title", completes: "paper" },
  },
  answer: "private",
  isCostly: true,
  async run({ paper: reference }, context) {
    const { engine, channel } = context;
    const found = await onePaper(reference, engine, { label: "Why", line: (key) => `why ${key}` });
    if ("message" in found) return found.message;
    const topics = await topicsOf(context);
    const since = await firstOfLastDays(days, context);
    return whyMessage(
      await engine.why(found.paper, { channel, person: personIn(context), topics, since }),
      topics.length,
    );
  },
});

import { forgotten } from "../views/saved.ts";
import { defineCommand } from "./command.ts";
import { personIn } from "./one-paper.ts";

export const forget = defineCommand({
  name: "forget",
  summary: "Delete your votes, your reading list and your taste",
  examples: ["forget me"],
  notes: ["At once and for good; `export` gives you your list first. Topics you subscribed a channel to stay."],
  args: { who: { kind: "word", summary: "yourself", choices: ["me"] } },
  answer: "private",
  async run(_args, context) {
    return forgotten(await context.store.votes.forget(personIn(context)));
  },
});

import { confirmForget, forgottenChannel } from "../views/forgotten.ts";
import { forgottenPerson } from "../views/saved.ts";
import { defineCommand } from "./command.ts";
import { refuseUnlessManager } from "./manager.ts";
import { personIn } from "./one-paper.ts";
import { topicsOf } from "./posts.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "forget",
  args: {
    what: { kind: "word", optional: true, summary: "you, or this channel", choices: ["me", "channel"] },
    yes: { kind: "flag", option: true, summary: "don't ask first" },
  },
} as const;

export const forget = defineCommand({
  ...written,
  summary: "Delete what is kept about you, or about this channel",
  examples: ["forget me", "forget channel"],
  notes: [
    "`forget me`: your votes, your reading list and your taste, at once and for good; `export` gives you your list first.",
    "`forget channel`: its topics, its schedule, its past digests and which papers it was shown. Papers themselves stay.",
  ],
  answer: "private",
  async run({ what = "channel", yes }, context) {
    if (what === "me") return forgottenPerson(await context.store.votes.forget(personIn(context)));
    refuseUnlessManager("forget channel", context.person);
    if (yes !== true) return confirmForget(await topicsOf(context), formatLine(written, { what, yes: true }));
    await context.store.forgetChannel(context.channel);
    return forgottenChannel();
  },
});

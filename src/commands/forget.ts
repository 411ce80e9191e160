import { UserError } from "../errors.ts";
import type { Message } from "../message.ts";
import { confirmForget, confirmForgetAll, forgottenAll, forgottenChannel } from "../views/forgotten.ts";
import { forgottenPerson } from "../views/saved.ts";
import { type Context, defineCommand } from "./command.ts";
import { refuseUnlessManager } from "./manager.ts";
import { overviewOf } from "./overview.ts";
import { personIn } from "./person.ts";
import { topicsOf } from "./posts.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "forget",
  args: {
    what: {
      kind: "word",
      optional: true,
      summary: "you, this channel, or all channels here",
      choices: ["me", "channel", "all-channels"],
    },
    yes: { kind: "flag", option: true, summary: "don't ask first" },
  },
} as const;

export const forget = defineCommand({
  ...written,
  summary: "Delete what is kept about you, this channel, or all channels here",
  examples: ["forget me", "forget channel", "forget all-channels"],
  notes: [
    "`forget me`: your votes, your reading list and your taste, at once and for good; `export` gives you your list first.",
    "`forget channel`: its topics, its schedule, its past digests and which papers it was shown. Papers themselves stay.",
    "`forget all-channels`: the same for every channel of this server or workspace, deleted ones too; for who manages it all.",
  ],
  answer: "private",
  async run({ what = "channel", yes = false }, context) {
    const line = formatLine(written, { what, yes: true });
    switch (what) {
      case "me":
        return forgottenPerson(await context.store.votes.forget(personIn(context)));
      case "channel":
        return forgetChannel(context, yes ? undefined : line);
      case "all-channels":
        return forgetAll(context, yes ? undefined : line);
      default:
        return what satisfies never;
    }
  },
});

/** Asks first where there is a `line` that says yes. */
async function forgetChannel(context: Context, line: string | undefined): Promise<Message> {
  const { store, channel, person } = context;
  refuseUnlessManager("forget channel", person);
  if (line !== undefined) return confirmForget(await topicsOf(context), line);
  await store.forgetChannel(channel);
  return forgottenChannel();
}

async function forgetAll(context: Context, line: string | undefined): Promise<Message> {
  const { store, group, person } = context;
  if (!group) {
    throw new UserError("no-group", "This channel belongs to no server or workspace: say `forget channel`.");
  }
  if (person.mayManageAll !== true) {
    const sentence = "`forget all-channels` is for people who may manage all channels here: ask an administrator.";
    throw new UserError("may-not-manage", sentence);
  }
  if (line !== undefined) return confirmForgetAll((await overviewOf(group, context, Infinity)).length, line);
  await store.forgetChannels(group);
  return forgottenAll();
}

import type { Paper } from "../papers/paper.ts";
import { type LeftOut, whyMessage } from "../views/why.ts";
import { type Context, defineCommand } from "./command.ts";
import { firstOfPosts, previewedDays } from "./next-digest.ts";
import { onePaper, paperArgument } from "./one-paper.ts";
import { personIn } from "./person.ts";
import { topicsOf } from "./posts.ts";
import { firstOfLastDays } from "./recent.ts";
import { recommendedDays } from "./recommend.ts";

export const why = defineCommand({
  name: "why",
  summary: "Why a paper is shown, cause by cause",
  examples: ["why 2104.12255", "why attention is all you need"],
  args: {
    paper: paperArgument,
  },
  answer: "private",
  isCostly: true,
  async run({ paper: reference }, context) {
    const { engine, channel } = context;
    const found = await onePaper(reference, engine, { label: "Why", line: (key) => `why ${key}` });
    if ("message" in found) return found.message;
    const topics = await topicsOf(context);
    const since = await firstOfLastDays(previewedDays, context);
    const why = await engine.why(found.paper, { channel, person: personIn(context), topics, since });
    return whyMessage(why, topics.length, {
      digest: await leftOutOfDigest(found.paper, since, context),
      recommended: await notRecommended(found.paper, context),
    });
  },
});

/** Why the next digest does not bring a paper, whatever its points. */
async function leftOutOfDigest(
  { key, listed }: Paper,
  firstDay: string,
  { store, channel, clock }: Context,
): Promise<LeftOut | undefined> {
  if ((await store.shown.seenBy(channel, [key])).has(key)) return { because: "shown" };
  const posts = firstOfPosts({ clock });
  const since = posts > firstDay ? posts : firstDay;
  return listed < since ? { because: "old", since } : undefined;
}

async function notRecommended({ key, listed }: Paper, context: Context): Promise<LeftOut | undefined> {
  const { votes } = context.store;
  const person = personIn(context);
  if ((await votes.of({ person })).some(({ paper }) => paper === key)) return { because: "voted" };
  if ((await votes.saved({ person })).some(({ paper }) => paper === key)) return { because: "saved" };
  const since = await firstOfLastDays(recommendedDays, context);
  return listed < since ? { because: "old", since } : undefined;
}

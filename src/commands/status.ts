import { statusMessage } from "../views/status.ts";
import { type Context, defineCommand } from "./command.ts";
import { postsOf, topicsOf } from "./posts.ts";

/** Deliveries whose outcome is told. */
const deliveriesTold = 5;

export const status = defineCommand({
  name: "status",
  summary: "Show this channel's next and last digests, and how fresh the papers are",
  examples: ["status"],
  args: {},
  answer: "private",
  about: "channel",
  async run(_args, context) {
    const { engine, store, channel } = context;
    const posts = await postsOf(context);
    const hindrance = await hindranceIn(context);
    const deliveries = await store.deliveries.history(channel, deliveriesTold);
    return statusMessage(
      {
        topics: await topicsOf(context),
        ...(posts && { posts }),
        ...(hindrance !== undefined && { hindrance }),
        deliveries,
      },
      await engine.status(),
    );
  },
});

/** What would keep a post from arriving, told before it is due. */
async function hindranceIn({ channel, canPostTo }: Context): Promise<string | undefined> {
  const permission = await canPostTo(channel);
  return permission.allowed ? undefined : permission.advice;
}

import { UserError } from "../errors.ts";
import { resumedMessage } from "../views/posts.ts";
import { defineCommand } from "./command.ts";
import { postsOf } from "./posts.ts";

export const resume = defineCommand({
  name: "resume",
  summary: "End a pause: this channel gets its digests again",
  examples: ["resume"],
  args: {},
  answer: "public",
  about: "channel",
  needs: "manage-channel",
  leadsToPosts: true,
  async run(_args, context) {
    const { store, clock, channel } = context;
    const before = await postsOf(context);
    if (!before) {
      throw new UserError("no-schedule", "This channel has no schedule: `schedule 09:00 weekdays` sets one.");
    }
    if (before.pause) await store.schedules.resume(channel, clock.now());
    return resumedMessage((await postsOf(context)) ?? before, before.pause !== undefined);
  },
});

import { pauseEnd } from "../delivery/pause-end.ts";
import { UserError } from "../errors.ts";
import { pausedMessage } from "../views/posts.ts";
import { defineCommand } from "./command.ts";
import { postsOf } from "./posts.ts";

export const pause = defineCommand({
  name: "pause",
  summary: "Stop this channel's digests for some days, or until resumed",
  examples: ["pause", "pause 7"],
  notes: [
    "Topics and schedule are kept. The first digest after a pause holds the best of what was listed meanwhile, up to two weeks back.",
  ],
  args: {
    days: { kind: "integer", optional: true, summary: "how many days; until `resume` without it", min: 1, max: 365 },
  },
  answer: "public",
  about: "channel",
  needs: "manage-channel",
  async run({ days }, context) {
    const { store, clock, channel, person } = context;
    const schedule = await store.schedules.get(channel);
    if (!schedule) throw new UserError("no-schedule", "There is nothing to pause: this channel has no schedule.");
    const at = clock.now();
    const until = days === undefined ? undefined : pauseEnd(schedule, at, days);
    const detail = person.name ?? person.id;
    await store.schedules.pause(channel, { reason: "asked", at, detail, ...(until && { until }) });
    const posts = await postsOf(context);
    if (!posts) throw new UserError("no-schedule", "The schedule was switched off meanwhile: nothing is posted.");
    return pausedMessage(posts);
  },
});

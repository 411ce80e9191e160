import { confirmForget, forgotten } from "../views/forgotten.ts";
import { defineCommand } from "./command.ts";
import { topicsOf } from "./posts.ts";
import { formatLine } from "./usage.ts";

const written = {
  name: "forget",
  args: { yes: { kind: "flag", option: true, summary: "don't ask first" } },
} as const;

export const forget = defineCommand({
  ...written,
  summary: "Delete everything kept about this channel",
  examples: ["forget", "forget --yes"],
  notes: ["Its topics, its schedule, its past digests and which papers it was shown. Papers themselves stay."],
  answer: "public",
  needs: "manage-channel",
  async run({ yes }, context) {
    if (yes !== true) return confirmForget(await topicsOf(context), formatLine(written, { yes: true }));
    await context.store.forgetChannel(context.channel);
    return forgotten();
  },
});

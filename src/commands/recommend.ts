import { recommendation } from "../views/recommend.ts";
import { defineCommand } from "./command.ts";
import { personIn } from "./person.ts";
import { firstOfLastDays } from "./recent.ts";

const shown = 5;
const most = 20;
/** Days that recommendations look back on. */
export const recommendedDays = 30;

export const recommend = defineCommand({
  name: "recommend",
  summary: "New papers for you, by what you liked",
  examples: ["recommend", "recommend --number 10"],
  notes: [
    "Learnt from your votes, what you saved and what you named with `like`. One paper is always of another theme.",
  ],
  args: {
    number: { kind: "integer", option: true, summary: "how many papers", min: 1, max: most },
  },
  answer: "private",
  isCostly: true,
  async run({ number = shown }, context) {
    const since = await firstOfLastDays(recommendedDays, context);
    return recommendation(await context.engine.recommend(personIn(context), { limit: number, since }));
  },
});

import { subscriptionList } from "../views/subscriptions.ts";
import { defineCommand } from "./command.ts";
import { formatLine } from "./usage.ts";

const pageSize = 10;

const written = {
  name: "subscriptions",
  args: {
    page: { kind: "integer", option: true, summary: "which page, in the order they were added", min: 1, max: 1_000 },
  },
} as const;

export const subscriptions = defineCommand({
  ...written,
  summary: "Show what this channel follows, who added it and when",
  examples: ["subscriptions"],
  answer: "private",
  about: "channel",
  async run({ page = 1 }, { store, channel }) {
    const all = (await store.subscriptions.list(channel)).map((each, index) => ({ ...each, number: index + 1 }));
    const shown = all.slice((page - 1) * pageSize, page * pageSize);
    const line = (number: number) => formatLine(written, { page: number > 1 ? number : undefined });
    return subscriptionList(all.length, shown, { number: page, size: pageSize, line });
  },
});

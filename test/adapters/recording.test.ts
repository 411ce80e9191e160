import { adapterContract } from "../contracts/adapter.ts";
import { readText } from "../support/bot.ts";
import { recordingAdapter } from "../support/recording-adapter.ts";

adapterContract("the recording adapter", () => {
  const adapter = recordingAdapter();
  return {
    adapter,
    say: async (line) => readText((await adapter.say(line)).message),
    visible: () => adapter.posts.map((post) => readText(post.message)).join("\n"),
  };
});

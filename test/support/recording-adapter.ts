import type { Adapter, Answer, Bot, Post, PostChecker, PostFinder } from "../../src/adapter.ts";

/** A platform that remembers: what was posted, and what the bot answers to a line said on it. */
export function recordingAdapter(): Adapter &
  PostFinder &
  PostChecker & { readonly posts: readonly Post[]; say(line: string): Promise<Answer> } {
  const posts: Post[] = [];
  let bot: Bot | undefined;
  const speaker = { channel: { platform: "recording", id: "c" }, person: { id: "p", mayManage: true } };
  return {
    platform: "recording",
    posts,
    async say(line) {
      if (!bot) throw new Error("not started");
      return bot.answer({ line, ...speaker });
    },
    async start(started) {
      bot = started;
    },
    async post(post) {
      posts.push(post);
      return { id: post.deliveryId };
    },
    async findPost({ deliveryId }) {
      return posts.some((post) => post.deliveryId === deliveryId) ? { id: deliveryId } : undefined;
    },
    async canPostTo() {
      return { allowed: true };
    },
    async stop() {
      bot = undefined;
    },
  };
}

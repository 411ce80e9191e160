import { UserError } from "../errors.ts";
import { testArrived, testMessage } from "../views/test-post.ts";
import { defineCommand } from "./command.ts";
import { authorOf } from "./person.ts";
import { postsOf, topicsOf } from "./posts.ts";

export const test = defineCommand({
  name: "test",
  summary: "Post a test in this channel, to see whether digests would arrive",
  examples: ["test"],
  notes: ["Where it cannot arrive, the answer says what is missing and how to give it. `status` has a button for it."],
  args: {},
  unlisted: true,
  answer: "private",
  about: "channel",
  needs: "manage-channel",
  leadsToPosts: true,
  async run(_args, context) {
    const { channel, testPost } = context;
    if (!testPost) throw new UserError("cannot-post", "Nothing is posted from here.");
    await testPost(channel, testMessage(authorOf(context)));
    const posts = await postsOf(context);
    return testArrived({ topics: await topicsOf(context), ...(posts && { posts }) });
  },
});

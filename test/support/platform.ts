import type { Adapter, Post, Posted, PostFinder } from "../../src/adapter.ts";

/** What becomes of a post: it arrives and is answered, arrives and the answer is lost, or does not arrive. */
export type Fate =
  | { readonly arrives: true; readonly answer?: Error }
  | { readonly arrives: false; readonly answer: Error };

/**
 * A platform that remembers what arrived, whoever posted it. `fate` decides on each post; `find` on look-ups, where it is
 * given.
 */
export function testPlatform(platform = "test") {
  const arrived: Post[] = [];
  let asked = 0;
  let fate: (post: Post) => Fate | Promise<Fate> = () => ({ arrives: true });

  const adapter: Adapter = {
    platform,
    async start() {},
    async post(post): Promise<Posted> {
      asked++;
      const { arrives, answer } = await fate(post);
      if (arrives) arrived.push(post);
      if (answer) throw answer;
      return { id: `post-${arrived.length}` };
    },
    async stop() {},
  };

  return {
    adapter,
    /** The same platform, for adapters that can look for a post. */
    finding(find?: PostFinder["findPost"]): Adapter & PostFinder {
      const findPost: PostFinder["findPost"] = async ({ deliveryId, channel }) => {
        const index = arrived.findIndex((post) => post.deliveryId === deliveryId && post.channel.id === channel.id);
        return index < 0 ? undefined : { id: `post-${index + 1}` };
      };
      return { ...adapter, findPost: find ?? findPost };
    },
    arrived: arrived as readonly Post[],
    asked: () => asked,
    decide(next: typeof fate) {
      fate = next;
    },
  };
}

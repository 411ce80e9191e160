import { describe, expect, it } from "vitest";
import type { ComposedDigest, DigestPaper } from "../../src/engine.ts";
import type { Message } from "../../src/message.ts";
import { archivedDays, archivedDigest } from "../../src/views/archive.ts";
import { digestPaperBlock, digestPreview } from "../../src/views/digest.ts";
import { digestPost, quietPost } from "../../src/views/digest-post.ts";
import { noPosts, pausedMessage, postsEnded, resumedMessage, scheduleMessage } from "../../src/views/posts.ts";
import { similarPapers } from "../../src/views/similar.ts";
import { statusMessage } from "../../src/views/status.ts";
import { subscribedMessage } from "../../src/views/subscribed.ts";
import {
  confirmUnsubscribeAll,
  subscriptionList,
  unsubscribed,
  unsubscribedAll,
} from "../../src/views/subscriptions.ts";
import { plainText } from "../../src/views/text.ts";
import { changedTopic, topicMessage } from "../../src/views/topic.ts";
import { suggestedTopics } from "../../src/views/topics.ts";
import { readText } from "../support/bot.ts";
import { hostileTexts, paperLike } from "../support/papers.ts";

const word = (term: string) => ({ term, kind: "word", fields: ["title"] }) as const;
const phrase = (term: string) => ({ term, kind: "phrase", fields: ["abstract"] }) as const;
const page = { number: 1, size: 10, line: (number: number) => `subscriptions --page ${number}` };
const at = new Date("2026-01-10T09:00:00Z");

function found(topics: DigestPaper["topics"], more: Partial<DigestPaper> = {}): DigestPaper {
  return { paper: paperLike(), topics, score: 1, ...more };
}

function reasonOf(paper: DigestPaper): string {
  return plainText(digestPaperBlock(paper).reason ?? []);
}

describe("the reason in a digest", () => {
  it("says a topic's words once where the topic is nothing else", () => {
    expect(reasonOf(found([{ topic: "routing", matches: [word("Routing")] }]))).toBe("matches routing in the title");
    const quoted = [{ topic: '"Top K"', matches: [phrase("top k")] }] as const;
    expect(reasonOf(found(quoted))).toBe('matches "Top K" in the abstract');
  });

  it("names every topic with what stands where, and papers that say nearly the same", () => {
    const topics = [
      { topic: "moe OR routing", matches: [word("routing")] },
      { topic: "is:code", matches: [] },
    ] as const;
    const alike = [paperLike({ title: "Routing Experts, Again" })];
    expect(reasonOf(found(topics, { alike }))).toBe(
      "matches moe OR routing: routing in the title; is:code; nearly the same: Routing Experts, Again",
    );
  });
});

describe("a digest's preview", () => {
  const view = { topics: ["routing"], alone: false, since: "2026-01-03", unreadable: [] };
  const group = (count: number) => [
    { topic: "routing", papers: Array.from({ length: count }, () => found([{ topic: "routing", matches: [] }])) },
  ];

  it("says how many follow and how many are left out", () => {
    const digest: ComposedDigest = { topics: group(5), more: group(30), total: 41 };
    const text = readText(digestPreview(digest, view));
    expect(text).toContain("30 more papers below. 6 further papers matched less well and are left out.");
  });

  it("counts papers that were folded into others as shown", () => {
    const alike = [paperLike({ key: "other0000000" })];
    const papers = [found([{ topic: "routing", matches: [] }], { alike })];
    const text = readText(digestPreview({ topics: [{ topic: "routing", papers }], more: [], total: 2 }, view));
    expect(text).not.toContain("left out");
  });
});

describe("messages about topics", () => {
  it("stay within bounds whatever topics, people and papers are called", () => {
    for (const text of hostileTexts) {
      const topics = Array.from({ length: 50 }, () => text);
      const paper = paperLike({ title: text, abstract: text });
      const subscription = { topic: text, by: { id: text, name: text }, at };
      const numbered = topics.slice(0, 10).map((_, index) => ({ ...subscription, number: index + 1 }));
      const hit = found([{ topic: text, matches: [word(text)] }], { paper, alike: [paper, paper] });
      const digest = { topics: [{ topic: text, papers: [hit] }], more: [], total: 1 };
      const posts = {
        when: "09:00 Europe/Berlin, Monday to Friday",
        timeZone: "Europe/Berlin",
        next: at,
        saysNothingNew: false,
        restInChannel: false,
        pause: { reason: "gone", at, detail: text },
      } as const;
      const delivery = {
        id: "d",
        channel: { platform: "test", id: "c" },
        day: "2026-01-10",
        timeZone: "Europe/Berlin",
        state: "unknown",
        claimedAt: at,
        touchedAt: at,
        attempts: 1,
        lastError: text,
        papers: [{ key: "k", topic: text }],
      } as const;
      const none = { kind: "none", near: [text, text], also: [{ words: text, papers: 3 }] } as const;
      const also = [{ words: text, line: `topic ${text}` }];
      const messages: readonly Message[] = [
        subscriptionList(50, numbered, page),
        unsubscribed(text, topics, posts),
        unsubscribedAll(topics, posts),
        confirmUnsubscribeAll(topics, "unsubscribe all --yes"),
        subscribedMessage({ topic: text, outcome: "added", topics, preview: none, also, posts, isFirstSchedule: true }),
        topicMessage({ topic: text, excluded: also, also, preview: none }),
        changedTopic({
          before: text,
          topic: text,
          edit: "excluded",
          verb: "exclude",
          words: text,
          merged: false,
          effect: { since: "2026-01-03", before: 2, after: 1, changed: [{ paper, matches: [] }] },
          undo: `topic ${text}`,
        }),
        scheduleMessage({ posts, topics, change: "set" }),
        pausedMessage(posts),
        resumedMessage(posts, true),
        noPosts(topics, posts.when),
        postsEnded({ existed: true, topics }),
        digestPost(digest, { day: "2026-01-10", topics, notices: [text], restInChannel: false }),
        quietPost({ day: "2026-01-10", topics, notices: [text], restInChannel: false }),
        archivedDays([delivery], true),
        archivedDigest(delivery, new Map([["k", paper]])),
        statusMessage({ topics, posts, deliveries: [delivery] }, { papers: 1, indexed: 1 }),
        suggestedTopics([{ name: text, topic: text, papers: 1, isFollowed: false }]),
        digestPreview(digest, {
          topics,
          alone: false,
          since: "2026-01-03",
          unreadable: [{ topic: text, reason: "No." }],
        }),
        digestPreview({ topics: [], more: [], total: 0 }, { topics, alone: true, since: "2026-01-03", unreadable: [] }),
        similarPapers(paper, { total: 1, hits: [{ paper, score: 1, shared: [text, text] }] }, page),
      ];
      for (const message of messages) {
        expect(message.fallback.length).toBeLessThan(1_100);
        const actions = message.blocks.flatMap((block) => ("actions" in block ? block.actions : []));
        for (const { label } of actions) expect(label.length).toBeLessThanOrEqual(38);
      }
    }
  });
});

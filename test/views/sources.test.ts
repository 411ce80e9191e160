import { expect, test } from "vitest";
import type { SourceState } from "../../src/store/store.ts";
import { outageMessage, sourceLine, sourceNotices } from "../../src/views/sources.ts";

const at = new Date("2025-09-03T12:00:00Z");
const state = (freshness: SourceState["freshness"], more: Partial<SourceState> = {}): SourceState => ({
  feed: "arxiv:cs.CL",
  freshness,
  since: at,
  askedAt: at,
  nextPollAt: new Date("2025-09-03T12:30:00Z"),
  failures: 0,
  batch: { date: "2025-09-02", papers: 212 },
  ...more,
});

test("a feed's standing is one line", () => {
  const stale = state("stale", { detail: "it still shows the batch of 2025-09-02" });
  expect([state("new"), state("quiet"), stale, state("failed", { detail: "no answer" })].map(sourceLine)).toEqual([
    "arxiv:cs.CL brought 212 papers of 2025-09-02.",
    "arxiv:cs.CL is quiet, as on weekends and holidays; its last batch is of 2025-09-02.",
    "arxiv:cs.CL is stale since 2025-09-03 12:00 UTC (it still shows the batch of 2025-09-02); its last batch is of 2025-09-02.",
    "arxiv:cs.CL has failed since 2025-09-03 12:00 UTC (no answer); its last batch is of 2025-09-02.",
  ]);
});

test("a post tells of each outage by a name of its own", () => {
  const notices = sourceNotices([state("failed", { detail: "no answer" })]);
  expect(notices).toEqual([
    {
      id: "arxiv:cs.CL 2025-09-03T12:00:00.000Z",
      text: "New papers of arxiv:cs.CL may be missing: it has failed since 2025-09-03 12:00 UTC (no answer); its last batch is of 2025-09-02.",
    },
  ]);
});

test("the operator is told when it is asked again, in bounded length whatever a server says", () => {
  const { fallback } = outageMessage(state("failed", { detail: "x".repeat(10_000) }));
  expect(fallback).toMatch(/^The source arxiv:cs\.CL has failed .* asked again at 2025-09-03 12:30 UTC\.$/);
  expect(fallback.length).toBeLessThan(400);
});

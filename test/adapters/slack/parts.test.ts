import { describe, expect, it } from "vitest";
import { boltLog } from "../../../adapters/slack/bolt-log.ts";
import { createOnce } from "../../../adapters/slack/once.ts";
import { createPace } from "../../../adapters/slack/pace.ts";
import { createTurns } from "../../../adapters/slack/turns.ts";
import { typedLine } from "../../../adapters/slack/typed-line.ts";
import { silentLog } from "../../../src/log.ts";
import { fixedClock } from "../../support/clock.ts";

describe("a typed line", () => {
  it.each([
    ["  search a &amp;&lt;b&gt; ", "search a &<b>"],
    ["show <https://arxiv.org/abs/2401.06066|this paper>", "show https://arxiv.org/abs/2401.06066"],
    ["show <http://arxiv.org/abs/2401.06066|arxiv.org/abs/2401.06066>", "show arxiv.org/abs/2401.06066"],
    ["subscribe cat:<http://cs.AI|cs.AI> OR <http://stat.ML/|stat.ML>", "subscribe cat:cs.AI OR stat.ML"],
    ["show <tel:240106066|2401.06066>", "show 2401.06066"],
    ["`search moe`", "search moe"],
    ["```\nsearch moe\n```", "search moe"],
    ["search <!here> <!channel|channel> <!subteam^S1|@readers>", "search @here channel @readers"],
    ["show <https://arxiv.org/abs/1?a=1&amp;b=2>", "show https://arxiv.org/abs/1?a=1&b=2"],
    ["search <#C1|papers> by <@U1|ada> or <@U2>", "search #papers by @ada or @U2"],
    ["search <mailto:a@b.example|a@b.example>", "search a@b.example"],
    ["<@UBOT> search moe", "search moe"],
    ["<@UBOT|paperboy>: latest", "latest"],
    ["<@UBOT>", ""],
    ["search &amp;lt;", "search &lt;"],
  ])("%j is %j", (text, line) => {
    expect(typedLine(text, "UBOT")).toBe(line);
  });

  it("of any length is read in no time", () => {
    const before = performance.now();
    for (const part of ["<", "<@UBOT|", "<#C1|", "<https://", "<!a", "&amp;", " "])
      typedLine(part.repeat(20_000), "UBOT");
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

it("an event is new once, and again when nobody would repeat it any more", () => {
  const clock = fixedClock("2026-01-10T09:00:00Z");
  const isNew = createOnce(clock);
  expect([isNew("a"), isNew("b"), isNew("a")]).toEqual([true, true, false]);
  clock.set("2026-01-10T11:00:01Z");
  expect(isNew("a")).toBe(true);
});

it("a channel has its next message a second and more after the last, and waits for no other's", async () => {
  const clock = fixedClock();
  const waits: number[] = [];
  const paced = createPace(clock, async (milliseconds) => void waits.push(milliseconds));
  for (const channel of ["C1", "C1", "C1", "C2"]) await paced(channel);
  expect(waits).toEqual([1_050, 2_100]);
  clock.set(new Date(clock.now().getTime() + 3_150).toISOString());
  await paced("C1");
  expect(waits).toHaveLength(2);
});

it("turns come one a round of the event loop, in order", async () => {
  const turn = createTurns();
  const order: string[] = [];
  const work = ["a", "b", "c"].map((name) => turn().then(() => order.push(name)));
  let rounds = 0;
  const count = () => {
    rounds++;
    if (order.length < 3) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(work);
  expect(order).toEqual(["a", "b", "c"]);
  expect(rounds).toBeGreaterThanOrEqual(2);
});

it("what the SDK logs holds no token", () => {
  const lines: string[] = [];
  const log = boltLog({ ...silentLog, warn: (_, line) => void lines.push(line) });
  log.error("failed with xoxb-1-a, xapp-1-b,", new Error("xoxe.xoxb-1-c and xoxe-1-d"), undefined);
  expect(lines).toEqual(["failed with [token], [token], [token] and [token] nothing"]);
});

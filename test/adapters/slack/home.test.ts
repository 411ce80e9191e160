import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Json, visibleText } from "../../support/slack/block-kit.ts";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, socketSettings, startProgram } from "../../support/slack/program.ts";
import type { ShownView } from "../../support/slack/workspace.ts";

let slack: LocalSlack;
let program: Program;

beforeAll(async () => {
  slack = await startLocalSlack();
  program = startProgram(socketSettings(slack));
  await program.says("Paperboy serves");
});

afterAll(async () => {
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

const seen = ({ view }: ShownView) => visibleText(view["blocks"]);

/** The next view shown after `act`, or shown anew. */
async function viewAfter(act: () => Promise<unknown>): Promise<ShownView> {
  const before = new Set(slack.views);
  await act();
  return slack.until(() => slack.views.find((view) => !before.has(view)), "a view");
}

const openHome = (user = "U1") =>
  viewAfter(() => slack.event({ type: "app_home_opened", user, channel: "D1", tab: "home" }));

function fields(topic: string, more: Readonly<Record<string, string>> = {}): Json {
  const { channel = "C1", hour, zone, days } = more;
  const option = (value: string | undefined) => ({ selected_option: value === undefined ? null : { value } });
  return {
    channel: { channel: { selected_conversation: channel } },
    topic: { topic: { value: topic } },
    hour: { hour: option(hour) },
    zone: { zone: { value: zone ?? null } },
    days: { days: option(days) },
  };
}

describe("the Home tab", () => {
  it("shows what public channels follow, when the next posts come, and nothing of private ones", async () => {
    expect(seen(await openHome())).toContain("No public channel of this workspace follows a topic yet");
    slack.workspace().conversations.set("G2", { id: "G2", name: "hidden", kind: "private", botIsMember: true });
    await slack.answerTo(() => slack.command("subscribe speculative decoding"));
    await slack.answerTo(() => slack.command("subscribe moe", { channel: "G2" }));
    const home = await openHome("UGUEST");
    expect(home).toMatchObject({ kind: "home", user: "UGUEST" });
    const text = JSON.stringify(home.view);
    expect(text).toContain("<#C1> follows speculative decoding");
    expect(text).toContain("Next post: <!date^");
    expect(text).not.toContain("moe");
  });

  it("opens the form by its button, also after a restart", async () => {
    const home = await openHome();
    const form = await viewAfter(() => slack.clickView(home, "home:subscribe"));
    expect(form).toMatchObject({ kind: "modal", user: "U1" });
    expect(seen(form)).toContain("Topic");
  });
});

describe("the form to subscribe", () => {
  const openForm = (channel = "C1", user = "U1") => viewAfter(() => slack.command("subscribe", { channel, user }));

  it("opens where the topic was left out, for the channel it was asked in", async () => {
    const { view } = await openForm("C2");
    expect(JSON.stringify(view)).toContain('"initial_conversation":"C2"');
  });

  it("shows what the topic would have brought, as it is typed", async () => {
    const form = await openForm();
    const values = fields("mixture of experts");
    const preview = await viewAfter(() => slack.clickView(form, "topic", values));
    expect(preview.id).toBe(form.id);
    expect(seen(preview)).toMatch(/new papers?|Nothing new/);
    const broken = await viewAfter(() => slack.clickView(form, "topic", fields('since:never "')));
    expect(seen(broken).length).toBeGreaterThan(seen(form).length);
  });

  it("subscribes and schedules, confirmed to the channel, and shows it in Home", async () => {
    const form = await openForm();
    const before = slack.messages.length;
    const home = await viewAfter(() =>
      slack.submit(form, fields("diffusion", { hour: "16:00", zone: "Kathmandu", days: "weekly fri" })),
    );
    const [subscribed, scheduled] = slack.messages.slice(before);
    expect(subscribed).toMatchObject({ channel: "C1", via: "chat.postMessage" });
    expect(visibleText(subscribed?.blocks)).toContain("Subscribed to diffusion");
    expect(visibleText(scheduled?.blocks)).toContain("Asia/Kathmandu");
    expect(seen(home)).toContain("16:00");
  });

  it("tells whoever may not, and why it cannot be, privately", async () => {
    const before = slack.messages.length;
    await slack.submit(await openForm("C1", "UGUEST"), fields("robots"));
    await slack.until(() => slack.messages.length === before + 1, "an answer");
    expect(slack.messages.at(-1)).toMatchObject({ onlyFor: "UGUEST", channel: "C1" });
    // Nothing can appear in a private channel without the bot: it comes in the direct message.
    await slack.submit(await openForm(), fields("robots", { channel: "G1" }));
    await slack.until(() => slack.messages.length === before + 2, "an answer");
    expect(slack.messages.at(-1)).toMatchObject({ channel: "D1" });
    expect(visibleText(slack.messages.at(-1)?.blocks)).toContain("/invite");
  });

  it("acks at once when it is sent", async () => {
    const form = await openForm();
    expect((await slack.submit(form, fields("graphs"))).milliseconds).toBeLessThan(1_000);
  });
});

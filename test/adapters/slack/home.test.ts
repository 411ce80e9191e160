import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf, type Json, visibleText } from "../../support/slack/block-kit.ts";
import type { LocalSlack } from "../../support/slack/local-slack.ts";
import { leaks, type Program, startServing } from "../../support/slack/program.ts";
import type { ShownView } from "../../support/slack/workspace.ts";

let slack: LocalSlack;
let program: Program;

beforeAll(async () => {
  ({ slack, program } = await startServing());
});

afterAll(async () => {
  await program.clear();
  await slack.stop();
  expect(slack.faults).toEqual([]);
  expect(leaks(program.output())).toEqual([]);
});

const seen = ({ view }: ShownView) => visibleText(view["blocks"]);

/** The next view of this kind that is shown after `act`, or shown anew. */
async function viewAfter(kind: ShownView["kind"], act: () => Promise<unknown>): Promise<ShownView> {
  const before = new Set(slack.views);
  await act();
  return slack.until(() => slack.views.find((view) => view.kind === kind && !before.has(view)), `a ${kind}`);
}

const openHome = (user = "U1") =>
  viewAfter("home", () => slack.event({ type: "app_home_opened", user, channel: "D1", tab: "home" }));

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

const labels = ({ view }: ShownView) =>
  buttonsOf(view["blocks"]).map((button) => (button["text"] as { text: string }).text);
const errorsIn = (payload: unknown) => (payload as { response_action?: string; errors?: Json } | undefined)?.errors;
const openForm = (channel = "C1", user = "U1") =>
  viewAfter("modal", () => slack.command("subscribe", { channel, user }));

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
    const form = await viewAfter("modal", () => slack.clickView(home, "home:subscribe"));
    expect(form).toMatchObject({ kind: "modal", user: "U1" });
    expect(seen(form)).toContain("Topic");
  });

  it("opens a window onto a channel, in which topics are taken off, told to the channel", async () => {
    await slack.answerTo(() => slack.command("subscribe robot hands"));
    const home = await openHome();
    const window = await viewAfter("modal", () => slack.clickView(home, "home:channel:C1"));
    expect(window).toMatchObject({ kind: "modal", user: "U1" });
    expect(seen(window)).toContain("This channel follows 2 topics");
    expect(seen(window)).toMatch(/robot hands\W+added by ada/);
    const taken = buttonsOf(window.view["blocks"]).find(({ value }) => value === "unsubscribe robot hands");
    const before = slack.messages.length;
    expect(seen(await viewAfter("home", () => slack.clickView(window, String(taken?.["action_id"]))))).not.toContain(
      "robot",
    );
    const after = slack.views.find(({ id }) => id === window.id) ?? window;
    expect(seen(after)).toMatch(/Unsubscribed from \W?robot hands/);
    expect(slack.messages.slice(before)).toMatchObject([{ channel: "C1", via: "chat.postMessage" }]);
    expect(visibleText(slack.messages.at(-1)?.blocks)).toMatch(/Unsubscribed from \W?robot hands/);
    const back = buttonsOf(after.view["blocks"]).find(({ value }) => value === "subscriptions");
    expect(seen(await viewAfter("modal", () => slack.clickView(after, String(back?.["action_id"]))))).toContain(
      "follows 1 topic",
    );
  });

  it("lets guests look and not change, and tells them so in the window", async () => {
    const home = await openHome("UGUEST");
    const window = await viewAfter("modal", () => slack.clickView(home, "home:channel:C1"));
    const taken = buttonsOf(window.view["blocks"]).find(({ value }) => value === "unsubscribe speculative decoding");
    const before = slack.messages.length;
    const after = await viewAfter("modal", () => slack.clickView(window, String(taken?.["action_id"])));
    expect(seen(after)).toContain("people who may manage this channel");
    expect(slack.messages.length).toBe(before);
  });

  it("has pages where many channels follow much", async () => {
    for (let index = 10; index < 60; index++) {
      const id = `CM${index}`;
      slack.workspace().conversations.set(id, { id, name: `many-${index}`, kind: "public", botIsMember: true });
      await slack.answerTo(() => slack.command(`subscribe ${"long ".repeat(25)} ${index}`, { channel: id }));
    }
    const first = await openHome();
    expect(seen(first)).toMatch(/Page 1 of \d+, 51 channels/);
    expect(labels(first)).toEqual(["Next page", "Subscribe a channel"]);
    const listed = new Set<string>();
    let page = first;
    for (;;) {
      for (const [, id = ""] of JSON.stringify(page.view).matchAll(/<#(\w+)> follows/g)) listed.add(id);
      if (!labels(page).includes("Next page")) break;
      const shown = page;
      page = await viewAfter("home", () => slack.clickView(shown, "home:page:next"));
    }
    expect(listed.size).toBe(51);
    expect(labels(page)).toEqual(["Previous page", "Subscribe a channel"]);
    // Paperboy was taken out of them.
    for (let index = 10; index < 60; index++) slack.workspace().conversations.delete(`CM${index}`);
    expect(seen(await openHome())).not.toContain("Page 1");
  });

  it("says what it cannot know", async () => {
    for (const scope of ["groups:read", "channels:read"]) slack.workspace().scopes.delete(scope);
    expect(seen(await openHome())).toContain("the app lacks the scope channels:read.");
    for (const scope of ["groups:read", "channels:read"]) slack.workspace().scopes.add(scope);
    slack.fail("users.conversations", { kind: "status", status: 500, effect: "none" });
    expect(seen(await openHome())).toContain("Slack did not list the channels just now");
  });
});

describe("the form to subscribe", () => {
  it("opens where the topic was left out, for the channel it was asked in", async () => {
    const { view } = await openForm("C2");
    expect(JSON.stringify(view)).toContain('"initial_conversation":"C2"');
  });

  it("opens without a channel in a direct message, which is none to choose", async () => {
    const form = await openForm("D1");
    expect(JSON.stringify(form.view["blocks"])).not.toContain("initial_conversation");
  });

  it("shows what the topic would have brought as it is typed, the last typed only", async () => {
    const form = await openForm();
    const updates = slack.callsOf("views.update").length;
    const preview = await viewAfter("modal", async () => {
      for (const typed of ["m", "mixture", "mixture of experts"]) await slack.clickView(form, "topic", fields(typed));
    });
    expect(preview.id).toBe(form.id);
    expect(seen(preview)).toContain("mixture of experts");
    expect(seen(preview)).toMatch(/new papers?|Nothing new/);
    expect(slack.callsOf("views.update").length).toBe(updates + 1);
    const broken = await viewAfter("modal", () => slack.clickView(form, "topic", fields('since:never "')));
    expect(seen(broken).length).toBeGreaterThan(seen(form).length);
  });

  it("subscribes and schedules, confirmed to the channel, and shows it in Home", async () => {
    const form = await openForm();
    const before = slack.messages.length;
    const home = await viewAfter("home", () =>
      slack.submit(form, fields("diffusion", { hour: "16:00", zone: "Kathmandu", days: "weekly fri" })),
    );
    expect(slack.messages.slice(before)).toMatchObject([{ channel: "C1", via: "chat.postMessage" }]);
    const confirmed = visibleText(slack.messages.at(-1)?.blocks);
    expect(confirmed).toContain("Subscribed to diffusion");
    expect(confirmed).toContain("16:00 Asia/Kathmandu, every Friday");
    expect(seen(home)).toContain("16:00");
  });

  it.each([
    ["topic", fields('since:never "x'), "since"],
    ["topic", fields("-robots"), "leave out"],
    ["zone", fields("robots", { zone: "Atlantis" }), "Atlantis"],
    ["hour", fields("robots", { zone: "9:75" }), "time of day"],
    ["channel", fields("robots", { channel: "G1" }), "/invite"],
    ["channel", fields("robots", { channel: "C3" }), "archived"],
    ["channel", fields("robots", { channel: "C4" }), "Only some people"],
  ])("says beside the field %s what is wrong, and does nothing", async (field, values, words) => {
    const before = slack.messages.length;
    const { payload } = await slack.submit(await openForm(), values);
    expect(payload).toMatchObject({ response_action: "errors" });
    expect(Object.keys(errorsIn(payload) ?? {})).toEqual([field]);
    expect(errorsIn(payload)?.[field]).toContain(words);
    expect(slack.messages.length).toBe(before);
    expect(visibleText((await slack.answerTo(() => slack.command("subscriptions"))).blocks)).not.toContain("robots");
  });

  it("ends alike, and has one effect, when Slack delivers it again", async () => {
    const before = slack.messages.length;
    const wrong = await slack.submit(await openForm(), fields("-kites"), { times: 3 });
    expect(Object.keys(errorsIn(wrong.payload) ?? {})).toEqual(["topic"]);
    await slack.submit(await openForm(), fields("kites"), { times: 3 });
    // Posts to a channel go one after the other: behind this one comes none of before.
    await slack.answerTo(() => slack.mention("subscribe planes"));
    await slack.until(() => visibleText(slack.messages.at(-1)?.blocks).includes("to planes"), "the last");
    const said = slack.messages.slice(before).map(({ blocks }) => visibleText(blocks).split("\n", 1)[0]);
    expect(said).toEqual(["Subscribed to kites", "Subscribed to planes"]);
  });

  it("tells guests so in the form", async () => {
    const { payload } = await slack.submit(await openForm("C1", "UGUEST"), fields("robots"));
    expect(errorsIn(payload)?.["channel"]).toContain("people who may manage this channel");
  });

  describe("while Slack is slow to say who asks", () => {
    /** A form that is submitted by somebody who is looked up for longer than a form may wait. */
    async function late(id: string, values: Json, more: { readonly isGuest?: boolean } = {}) {
      slack.workspace().users.set(id, { id, name: "slow", ...more });
      const form = await openForm("C1", id);
      slack.fail("users.info", { kind: "slow", milliseconds: 2_500 });
      const before = slack.messages.length;
      const waiting = await viewAfter("modal", async () => {
        const { milliseconds, payload } = await slack.submit(form, values);
        expect(milliseconds).toBeLessThan(2_900);
        expect(payload).toMatchObject({ response_action: "update" });
      });
      expect(waiting.id).toBe(form.id);
      expect(seen(waiting)).toContain("This takes longer than usual");
      const heard = () => slack.messages.slice(before);
      const answered = () =>
        slack.until(() => slack.views.find(({ id: shown, view }) => shown === form.id && view !== waiting.view), "it");
      return { form, heard, answered };
    }

    it("stays open and says behind the field what is wrong, with all that was filled in", async () => {
      const values = fields("robots", { hour: "16:00", zone: "Kathmandu", days: "daily" });
      const { answered, heard } = await late("USLOW", values, { isGuest: true });
      const shown = await answered();
      const ids = (shown.view["blocks"] as readonly Json[]).map(({ block_id: id }) => id);
      expect(ids).toEqual(["channel", undefined, "topic", "hour", "zone", "days"]);
      expect(seen(shown)).toContain("people who may manage this channel");
      const text = JSON.stringify(shown.view);
      for (const kept of ['"initial_conversation":"C1"', '"initial_value":"robots"', '"initial_value":"Kathmandu"']) {
        expect(text).toContain(kept);
      }
      expect(text).toMatch(/"initial_option":.{0,80}"16:00".*"initial_option":.{0,80}"daily"/);
      expect(heard()).toEqual([]);
    });

    it("says that it is done, as the channel is told", async () => {
      const { answered, heard } = await late("USLOW2", fields("late robots"));
      expect(seen(await answered())).toContain("Subscribed to late robots");
      await slack.until(() => heard().length > 0, "the confirmation");
      expect(heard()).toMatchObject([{ channel: "C1", via: "chat.postMessage" }]);
    });

    it("tells the person in a message where they have closed it", async () => {
      const { form, heard } = await late("USLOW3", fields("robots"), { isGuest: true });
      slack.views.splice(
        slack.views.findIndex(({ id }) => id === form.id),
        1,
      );
      await slack.until(() => heard().length > 0, "a message");
      expect(heard()).toMatchObject([{ onlyFor: "USLOW3", channel: "C1" }]);
      expect(visibleText(heard()[0]?.blocks)).toContain("people who may manage this channel");
    });
  });
});

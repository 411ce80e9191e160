import { expect, it, onTestFinished } from "vitest";
import { createRemoval } from "../../../adapters/slack/removal.ts";
import { createWeb } from "../../../adapters/slack/web.ts";
import { oneWorkspace } from "../../../adapters/slack/workspaces.ts";
import { silentLog } from "../../../src/log.ts";
import { type LocalSlack, startLocalSlack } from "../../support/slack/local-slack.ts";

/** What comes of Slack's word that the app was removed. */
async function toldIn(slack: LocalSlack) {
  const { botToken: token, botUser } = slack.workspace();
  const removed: string[] = [];
  const warned: string[] = [];
  const remove = createRemoval({
    web: createWeb(slack.apiUrl, silentLog),
    workspaces: async () => oneWorkspace({ team: "T1", token, botUser }),
    removed: async (team) => void removed.push(team),
    log: { ...silentLog, warn: (_, line) => void warned.push(line) },
    lookAgainAfter: 1,
  });
  await remove("T1");
  return { removed, warned, looks: slack.callsOf("auth.test").length };
}

async function localSlack(): Promise<LocalSlack> {
  const slack = await startLocalSlack();
  onTestFinished(() => slack.stop());
  return slack;
}

it("a removal counts once the token is dead", async () => {
  const slack = await localSlack();
  slack.workspace().isRevoked = true;
  expect(await toldIn(slack)).toEqual({ removed: ["T1"], warned: [], looks: 1 });
});

it("a token that still works is looked at again, as Slack's servers need not agree at once", async () => {
  const slack = await localSlack();
  slack.fail("auth.test", { kind: "slow", milliseconds: 1 }, { kind: "error", error: "token_revoked" });
  expect(await toldIn(slack)).toEqual({ removed: ["T1"], warned: [], looks: 2 });
});

it.each([
  ["works", { kind: "slow", milliseconds: 1 }],
  ["cannot be looked at", { kind: "status", status: 503, effect: "none" }],
] as const)("nothing is deleted where the token %s, and the log claims no more than that", async (_, fault) => {
  const slack = await localSlack();
  slack.fail("auth.test", fault, fault);
  const { removed, warned } = await toldIn(slack);
  expect(removed).toEqual([]);
  expect(warned).toEqual(["Slack told of a removal, but the token was not found dead: nothing is deleted"]);
});

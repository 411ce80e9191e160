import { expect, onTestFinished } from "vitest";
import type { SlackConfig } from "../../../adapters/slack/config.ts";
import { createSlackAdapter, type SlackAdapter } from "../../../adapters/slack/index.ts";
import type { Bot } from "../../../src/adapter.ts";
import { systemClock } from "../../../src/clock.ts";
import { silentLog } from "../../../src/log.ts";
import type { LineMemory } from "../../../src/long-line.ts";
import { type LocalSlack, startLocalSlack } from "./local-slack.ts";

export interface AdapterOptions {
  readonly whoManages?: SlackConfig["whoManages"];
  readonly prefix?: string;
  readonly lines?: LineMemory;
}

/** The adapter in this process, by socket mode in the local Slack's first workspace. */
export function slackAdapterTo(
  { apiUrl, appToken, workspace }: LocalSlack,
  { whoManages = "members", prefix = "/papers", lines = memoryLines() }: AdapterOptions = {},
): SlackAdapter {
  return createSlackAdapter(
    {
      apiUrl,
      connection: { kind: "socket", appToken },
      installation: { kind: "one", botToken: workspace().botToken },
      whoManages,
    },
    { clock: systemClock, log: silentLog, folder: "unused", prefix, lines },
  );
}

/** A local Slack with the adapter connected to it, for the bot; both are gone when the test is. */
export async function slackWith(
  bot: Bot,
  { scopes, ...options }: AdapterOptions & { readonly scopes?: string[] } = {},
) {
  const slack = await startLocalSlack(scopes);
  const adapter = slackAdapterTo(slack, options);
  await adapter.start(bot);
  onTestFinished(async () => {
    await adapter.stop();
    await slack.stop();
    expect(slack.faults).toEqual([]);
  });
  return { slack, adapter };
}

/** Forgets when the process ends, unlike the store's. */
export function memoryLines(): LineMemory {
  const kept = new Map<string, string>();
  return {
    async keep(lines) {
      for (const { id, line } of lines) kept.set(id, line);
    },
    find: async (id) => kept.get(id),
  };
}

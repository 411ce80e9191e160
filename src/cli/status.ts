import { sourceLine } from "../views/sources.ts";
import type { CliCommand } from "./cli-command.ts";
import { withPaperboy } from "./with-paperboy.ts";

export const statusCommand: CliCommand = {
  name: "status",
  summary: "says what is there",
  usage: "[--json]",
  options: {},
  optionHelp: [],
  takes: { min: 0, max: 0 },
  run: (_input, context) =>
    withPaperboy(context, async ({ engine, store }) => {
      const { papers, indexed, newest, lastIntake, sources = [] } = await engine.status();
      const deliveries = await store.deliveries.counts();
      const json = {
        data: context.config.dataFolder,
        papers,
        indexed,
        newest: newest ?? null,
        lastIntake: lastIntake ? { file: lastIntake.file, at: lastIntake.at, finished: lastIntake.finished } : null,
        sources: sources.map(({ feed, freshness, since, askedAt, batch, detail }) => {
          return { feed, freshness, since, askedAt, batch: batch ?? null, detail: detail ?? null };
        }),
        deliveries,
      };
      const lines = [
        `data       ${json.data}`,
        `papers     ${papers}`,
        `indexed    ${indexed}`,
        ...(newest ? [`newest     ${newest.day}, ${newest.papers} papers`] : []),
        ...(lastIntake
          ? [
              `last file  ${lastIntake.file}, ${lastIntake.at.toISOString()}${lastIntake.finished ? "" : ", not finished"}`,
            ]
          : []),
        ...sources.map((state, at) => `${at === 0 ? "sources" : "       "}    ${sourceLine(state)}`),
        ...Object.entries(deliveries).map(([state, number]) => `${state.padEnd(10)} ${number} deliveries`),
      ];
      return { json, text: lines.join("\n") };
    }),
};

import type { Adapter, Bot } from "../adapter.ts";
import type { Engine } from "../engine.ts";
import type { IntakeReport } from "../intake.ts";
import type { Message } from "../message.ts";
import { previewMessage, takenInMessage, welcomeMessage } from "../views/welcome.ts";
import type { Audience } from "./audience.ts";

/** Who is served after the first words. */
export interface Opening {
  /** In the order in which they start. */
  readonly adapters: readonly Adapter[];
  /** Those of them that post what is due. */
  readonly posting: readonly Adapter[];
  /** Said once they all have started. */
  readonly started?: string;
}

export interface OpeningDeps {
  readonly bot: Bot;
  readonly engine: Engine;
  readonly prefix: string;
  /** What the drop folder gave. */
  readonly report: IntakeReport;
  readonly platforms: readonly Adapter[];
  /** The platforms, and the preview. */
  readonly served: readonly Adapter[];
  readonly previewUrl: string | undefined;
  /** How to carry it to where people are, a sentence a platform. */
  readonly connecting: readonly string[];
  /** Where new papers come from, and how more would: a sentence. */
  readonly advice?: string;
  readonly loadTerminal: () => Promise<Adapter>;
}

const terminalChannel = { platform: "terminal", id: "terminal" };
const exampleSearch = "search mixture of experts";

/** Says the first words to whoever started the program. Undefined where that was all there is to do. */
export async function openTo(audience: Audience, deps: OpeningDeps): Promise<Opening | undefined> {
  const { bot, engine, prefix, report, platforms, served, previewUrl, connecting, advice } = deps;
  if (audience === "platforms") {
    reportRejects(report);
    const started = [nowServing(platforms, previewUrl), ...(advice === undefined ? [] : [advice])].join("\n");
    return { adapters: served, posting: served, started };
  }
  const terminal = await deps.loadTerminal();
  const say = (message: Message) => terminal.post({ deliveryId: "welcome", channel: terminalChannel, message });
  const countPapers = async () => (await engine.status()).papers;
  switch (audience) {
    case "nobody": {
      const person = { id: "terminal", mayManage: false };
      const { message: example } = await bot.answer({ line: exampleSearch, channel: terminalChannel, person });
      const hints = advice === undefined ? connecting : [advice, ...connecting];
      await say(welcomeMessage({ report, papers: await countPapers(), prefix, exampleSearch, example, hints }));
      if (previewUrl === undefined) return undefined;
      return { adapters: served, posting: served, started: `\nIn a browser: ${previewUrl} (Ctrl-C ends it)` };
    }
    case "keyboard": {
      await say(takenInMessage(report, await countPapers()));
      if (previewUrl !== undefined) await say(previewMessage(previewUrl));
      const adapters = [terminal, ...served];
      return { adapters, posting: adapters };
    }
    case "lines":
      reportRejects(report);
      // A pipe ends with its lines: whoever wrote them does not wait for the next morning.
      return { adapters: [terminal, ...served], posting: served };
    default:
      return audience satisfies never;
  }
}

function nowServing(platforms: readonly Adapter[], previewUrl: string | undefined): string {
  const names = platforms.map(({ platform }) => platform);
  const preview = previewUrl === undefined ? "" : ` Its preview is at ${previewUrl}`;
  return `Paperboy serves ${names.join(" and ")}. Ctrl-C ends it.${preview}`;
}

/** Answers go to stdout; what could not be read is told beside them. */
function reportRejects({ rejected }: IntakeReport): void {
  for (const { file, line, reason } of rejected) process.stderr.write(`${file}:${line}: ${reason}\n`);
}

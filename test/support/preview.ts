import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { loadWeb } from "../../adapters/index.ts";
import { createBot } from "../../src/bot.ts";
import { commands } from "../../src/commands/index.ts";
import { createDelivery } from "../../src/delivery/index.ts";
import { readDigest } from "../../src/digests/index.ts";
import { createEngine } from "../../src/engine.ts";
import { createIntake } from "../../src/intake.ts";
import { type Log, silentLog } from "../../src/log.ts";
import { openFiles } from "../../src/open.ts";
import type { PaperDraft } from "../../src/papers/paper.ts";
import { createRequests } from "../../src/requests.ts";
import { fixedClock } from "./clock.ts";

export interface PreviewSetup {
  /** An empty folder; everything is kept in it. */
  readonly folder: string;
  readonly drafts?: readonly PaperDraft[];
  /** Digest files to take in. */
  readonly digests?: readonly string[];
  /** What the clock says; it stands still. */
  readonly now?: string;
  readonly config?: Parameters<typeof loadWeb>[0];
  readonly log?: Log;
  /** Any free one where left out. */
  readonly port?: number;
}

/** The preview as the program serves it: real pages, bot, engine and files, on a server of its own. */
export async function startPreview({
  folder,
  drafts = [],
  digests = [],
  now,
  config = {},
  log = silentLog,
  ...at
}: PreviewSetup) {
  const clock = fixedClock(now);
  const { store, index, close } = await openFiles(folder, log);
  if (digests.length > 0) await createIntake({ store, clock, readDigest }).takeIn(digests);
  if (drafts.length > 0) await store.papers.takeIn(drafts);
  await index.catchUp();
  const engine = createEngine({ store, index, clock });
  const prefix = "/papers";
  const deps = { clock, log, folder, prefix, commands, lines: store.lines, tell: () => undefined };
  const web = await loadWeb(config, deps);
  const failures: unknown[] = [];
  const bot = createBot({
    engine,
    store,
    clock,
    commands,
    prefix,
    requests: createRequests(),
    log: { ...log, error: (fields) => void failures.push(fields) },
  });
  const [route] = web.routes;
  const server = createServer((request, response) => {
    route?.handle(request, response).catch((error: unknown) => {
      failures.push(error);
      response.destroy();
    });
  });
  await web.start(bot);
  await new Promise<void>((resolve) => void server.listen(at.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const delivery = createDelivery({ store, engine, clock, log, adapters: [web] });
  return {
    web,
    store,
    clock,
    delivery,
    /** As the person in the browser, in a channel. */
    say: (line: string, channel = "general") =>
      fetch(`http://127.0.0.1:${port}/c/${channel}/say`, {
        method: "POST",
        headers: { Origin: `http://127.0.0.1:${port}` },
        body: new URLSearchParams({ line }),
      }),
    /** What was logged as an error, and requests that were not answered. */
    failures,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await delivery.stop(1_000);
      await web.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

export type Preview = Awaited<ReturnType<typeof startPreview>>;

const root = join(import.meta.dirname, "../..");

/** The sample digests that come with Paperboy. */
export const sampleDigests: readonly string[] = [join(root, "data/digests")];

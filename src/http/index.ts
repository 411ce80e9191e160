import { type Adapter, servesHttp } from "../adapter.ts";
import type { HttpConfig } from "../config.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Standing } from "../metrics/prometheus.ts";
import type { Readiness } from "../readiness.ts";
import type { Requests } from "../requests.ts";
import { healthRoutes } from "./health.ts";
import { isForUsAlone, listeningFor } from "./listening.ts";
import { metricsRoute } from "./metrics.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

export interface HttpDeps {
  readonly adapters: readonly Adapter[];
  /** Whether one of the adapters is the preview, which is not for strangers. */
  readonly hasPreview: boolean;
  readonly readiness: Readiness;
  readonly standing: () => Promise<Standing>;
  readonly log: Log;
  readonly requests: Requests;
}

/** The program's HTTP server, not yet started, and where what it shows is counted. */
export interface Http extends HttpServer {
  readonly metrics: Metrics;
}

/** Undefined where nothing asks for a server: then nothing is counted either. */
export async function openHttp(
  config: HttpConfig,
  { adapters, hasPreview, readiness, standing, log, requests }: HttpDeps,
): Promise<Http | undefined> {
  const served = adapters.flatMap((adapter) => (servesHttp(adapter) ? adapter.routes : []));
  const listening = listeningFor(config, served, hasPreview);
  if (!listening) return undefined;
  // Costs 20 MB, and a timer that runs all the time.
  const { createMetrics } = await import("../metrics/prometheus.ts");
  const metrics = createMetrics({ standing, platforms: adapters.map(({ platform }) => platform) });
  const { metricsToken } = config;
  const counted =
    metricsToken !== undefined || isForUsAlone(listening, served) ? [metricsRoute(metrics, metricsToken)] : [];
  const routes = [...served, ...healthRoutes(() => readiness.lacking()), ...counted];
  return { ...createHttpServer({ listening, routes, log, requests }), metrics };
}

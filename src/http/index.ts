import { type Adapter, servesHttp } from "../adapter.ts";
import type { HttpConfig } from "../config.ts";
import type { Log } from "../log.ts";
import type { Readiness } from "../readiness.ts";
import type { Requests } from "../requests.ts";
import { healthRoutes } from "./health.ts";
import { listeningFor } from "./listening.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

export interface HttpDeps {
  readonly adapters: readonly Adapter[];
  /** Whether one of the adapters is the preview, which is not for strangers. */
  readonly hasPreview: boolean;
  readonly readiness: Readiness;
  readonly log: Log;
  readonly requests: Requests;
}

/** The program's HTTP server, not yet started; undefined where nothing asks for one. */
export function openHttp(
  config: HttpConfig,
  { adapters, hasPreview, readiness, log, requests }: HttpDeps,
): HttpServer | undefined {
  const served = adapters.flatMap((adapter) => (servesHttp(adapter) ? adapter.routes : []));
  const listening = listeningFor(config, served, hasPreview);
  if (!listening) return undefined;
  const routes = [...served, ...healthRoutes(() => readiness.lacking())];
  return createHttpServer({ listening, routes, log, requests });
}

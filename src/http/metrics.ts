import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpRoute } from "../adapter.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { answerText } from "./text.ts";

/** `/metrics`, for whoever shows the token where there is one: `Authorization: Bearer TOKEN`. */
export function metricsRoute(metrics: Pick<Metrics, "expose">, token?: string): HttpRoute {
  return {
    path: "/metrics",
    methods: ["GET", "HEAD"],
    async handle(request, response) {
      if (token !== undefined && !isSame(request.headers.authorization ?? "", `Bearer ${token}`)) {
        response.setHeader("WWW-Authenticate", "Bearer");
        return answerText(response, 401, "Show PAPERBOY_METRICS_TOKEN as a bearer token.");
      }
      const { type, text } = await metrics.expose();
      response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(text);
    },
  };
}

/** In a time that says nothing of how much of it is right. */
function isSame(shown: string, wanted: string): boolean {
  const [one, other] = [shown, wanted].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

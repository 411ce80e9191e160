import type { HttpRoute } from "../adapter.ts";
import { answerText } from "./text.ts";

const methods = ["GET", "HEAD"] as const;

/**
 * `/healthz`: the process runs. `/readyz`: it can do its work; where not, 503 and a line for each thing that lacks.
 *
 * @param lacking sentences for operators; empty when all is well
 */
export function healthRoutes(lacking: () => Promise<readonly string[]>): readonly HttpRoute[] {
  return [
    {
      path: "/healthz",
      methods,
      async handle(_request, response) {
        answerText(response, 200, "alive");
      },
    },
    {
      path: "/readyz",
      methods,
      async handle(_request, response) {
        const missing = await lacking();
        if (missing.length === 0) answerText(response, 200, "ready");
        else answerText(response, 503, missing.join("\n"));
      },
    },
  ];
}

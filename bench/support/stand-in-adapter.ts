import { Agent, request } from "node:http";
import type { Adapter, PostFinder } from "../../src/adapter.ts";
import { DeliveryError } from "../../src/errors.ts";

/** Posts to the stand-in. `blind`: cannot look for a post. */
export function standInAdapter(port: number, blind: boolean): Adapter | (Adapter & PostFinder) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** Resolves with the HTTP status. */
  function call(method: "GET" | "POST", id: string, body = ""): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const options = { port, host: "127.0.0.1", path: `/${encodeURIComponent(id)}`, method, agent };
    const call = request(options, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    call.on("error", (error) => reject(new DeliveryError("unknown", "The answer never came.", { cause: error })));
    call.end(body);
    return promise;
  }

  const adapter: Adapter = {
    platform: "stand-in",
    async start() {},
    async stop() {},
    async post({ deliveryId, message }) {
      const status = await call("POST", deliveryId, JSON.stringify(message));
      if (status !== 200) throw new DeliveryError("retry", `The platform answered ${status}.`);
      return { id: deliveryId };
    },
  };
  if (blind) return adapter;
  return {
    ...adapter,
    async findPost({ deliveryId }) {
      return (await call("GET", deliveryId)) === 200 ? { id: deliveryId } : undefined;
    },
  };
}

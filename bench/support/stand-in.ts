import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A platform over local HTTP that outlives the processes posting to it, and remembers what arrived. Some posts are refused
 * for now, some arrive and the answer is lost, some are lost on the way.
 */
export interface StandIn {
  readonly port: number;
  /** How often each delivery arrived. */
  readonly arrived: ReadonlyMap<string, number>;
  close(): void;
}

export interface Faults {
  /** Shares of all posts. */
  readonly refused: number;
  readonly answerLost: number;
  readonly postLost: number;
}

/** @param random in [0, 1) */
export async function startStandIn(faults: Faults, random: () => number): Promise<StandIn> {
  const arrived = new Map<string, number>();
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = decodeURIComponent(request.url?.slice(1) ?? "");
    // A process killed in the middle of its request has not posted.
    for await (const _ of request);
    if (request.method === "GET") {
      response.writeHead(arrived.has(id) ? 200 : 404).end();
      return;
    }
    const lot = random();
    if (lot < faults.refused) {
      response.writeHead(429).end();
      return;
    }
    if (lot < faults.refused + faults.postLost) {
      response.destroy();
      return;
    }
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
    // Accepted: from here on a kill can fall between post and answer.
    await new Promise((resolve) => setTimeout(resolve, random() * 30));
    if (lot < faults.refused + faults.postLost + faults.answerLost) response.destroy();
    else response.writeHead(200).end();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

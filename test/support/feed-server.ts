import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { onTestFinished } from "vitest";

/** What the server does with a request: an answer, or a fault. */
export type Reply =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
      /** Sends this many bytes of blanks, however long that takes. */
      readonly bytes?: number;
      /** Ends the connection in the middle of the body. */
      readonly cutAfter?: number;
      /** Never answers. */
      readonly hangs?: true;
    };

export interface FeedServer {
  readonly url: string;
  readonly requests: readonly { readonly url: URL; readonly headers: IncomingMessage["headers"] }[];
  /** Asked for each request; the last handler given counts. */
  answer(handler: (url: URL, number: number) => Reply): void;
}

/** A real server on this machine that stands in for the sites: conditional requests answered, faults on demand. */
export async function feedServer(): Promise<FeedServer> {
  const requests: { url: URL; headers: IncomingMessage["headers"] }[] = [];
  let handle: (url: URL, number: number) => Reply = () => ({ status: 404 });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    requests.push({ url, headers: request.headers });
    const reply = handle(url, requests.length);
    void send(typeof reply === "string" ? { body: reply } : reply, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(handler) {
      handle = handler;
    },
  };
}

function* blanks(bytes: number) {
  const piece = Buffer.alloc(1024 * 1024, " ");
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

async function send(reply: Exclude<Reply, string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status = 200, headers = {}, body = "", bytes, cutAfter, hangs } = reply;
  if (hangs) return;
  const known = request.headers["if-none-match"];
  if (known !== undefined && known === headers["etag"]) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(status, cutAfter === undefined ? headers : { ...headers, "content-length": body.length });
  if (cutAfter !== undefined) {
    response.write(body.slice(0, cutAfter), () => response.destroy());
    return;
  }
  if (bytes !== undefined) {
    // Whoever has had enough hangs up.
    await pipeline(Readable.from(blanks(bytes)), response).catch(() => undefined);
    return;
  }
  response.end(body);
}

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Html } from "../html.ts";

/**
 * Nothing is loaded from anywhere else, no script or style stands in a page, no form leads away, and no other site can
 * frame or read what is here.
 */
const shielding: OutgoingHttpHeaders = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

/** The two ends of one request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export async function replyPage(exchange: Exchange, status: number, page: Html): Promise<void> {
  await reply(exchange, status, { "Content-Type": "text/html; charset=utf-8" }, `<!doctype html>\n${page}`);
}

export async function replyJson(exchange: Exchange, content: unknown): Promise<void> {
  await reply(exchange, 200, { "Content-Type": "application/json" }, JSON.stringify(content));
}

export async function replyElsewhere(
  exchange: Exchange,
  location: string,
  headers: OutgoingHttpHeaders = {},
): Promise<void> {
  await reply(exchange, 303, { ...headers, Location: location }, "");
}

/** Ends the response; what is worth it is sent compressed. */
export async function reply(
  { request, response }: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string,
): Promise<void> {
  const compresses = body.length > 1_000 && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const bytes = compresses ? await compressed(body) : Buffer.from(body);
  response.writeHead(status, {
    "Cache-Control": "no-store",
    ...shielding,
    ...headers,
    ...(compresses && { "Content-Encoding": "gzip" }),
    Vary: "Accept-Encoding, Cookie",
    "Content-Length": bytes.length,
  });
  response.end(bytes);
}

const compressed = promisify(gzip);

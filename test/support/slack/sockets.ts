import type { EventEmitter } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type WebSocket, WebSocketServer } from "ws";
import type { Json } from "./block-kit.ts";
import type { Ack } from "./interactions.ts";

/** Socket Mode's side of the local Slack, and what happens to its connections. */
export interface Sockets {
  /** Open now. */
  readonly open: ReadonlySet<WebSocket>;
  /** Sends an envelope; resolves with its ack. */
  deliver(socket: WebSocket, envelope: { readonly id: string; readonly type: string } & Json): Promise<Ack>;
  refuseUpgrades(count: number): void;
  /** Slack asks for a new connection, as it does every few hours; `mute`: and never answers the end of the old one. */
  refresh(how?: "mute"): void;
  /** The TCP connection is cut. */
  drop(): void;
  /** Half-open: the peer is gone without a word. New connections work. */
  freeze(): void;
  close(): void;
}

export interface SocketsDeps {
  readonly server: Server;
  readonly isOut: () => boolean;
  /** A connection came or went. */
  readonly changed: () => void;
}

export function createSockets({ server, isOut, changed }: SocketsDeps): Sockets {
  const open = new Set<WebSocket>();
  const acks = new Map<string, (payload: unknown) => void>();
  let refusals = 0;
  const upgrades = new WebSocketServer({ noServer: true, autoPong: false });

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined);
    if (isOut()) return void socket.destroy();
    if (refusals > 0) {
      refusals--;
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      return;
    }
    upgrades.handleUpgrade(request, socket, head, connected);
  });

  function connected(socket: WebSocket): void {
    open.add(socket);
    let isFrozen = false;
    const heartbeat = setInterval(() => !isFrozen && socket.ping(), 1_000);
    socket.on("ping", (data: Buffer) => !isFrozen && socket.pong(data));
    socket.on("frozen", () => {
      isFrozen = true;
      open.delete(socket);
    });
    socket.on("message", (data: Buffer) => {
      if (isFrozen) return;
      const { envelope_id: id, payload } = JSON.parse(data.toString());
      acks.get(id)?.(payload);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(heartbeat);
      open.delete(socket);
      changed();
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: open.size, connection_info: { app_id: "A1" } }));
    changed();
  }

  return {
    open,
    async deliver(socket, { id, type, ...rest }) {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      acks.set(id, resolve);
      const sent = performance.now();
      socket.send(JSON.stringify({ envelope_id: id, type, accepts_response_payload: true, ...rest }));
      const acked = await Promise.race([promise, wait(10_000, "none", { ref: false })]);
      acks.delete(id);
      if (acked === "none") throw new Error(`no ack of ${type} within 10 seconds`);
      return { milliseconds: performance.now() - sent, payload: acked, status: 200 };
    },
    refuseUpgrades(count) {
      refusals = count;
    },
    refresh(how) {
      for (const socket of open) {
        if (how === "mute") neverEcho(socket);
        socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: { host: "local" } }));
        open.delete(socket);
      }
    },
    drop() {
      for (const socket of open) {
        open.delete(socket);
        socket.terminate();
      }
    },
    freeze() {
      for (const socket of open) socket.emit("frozen");
    },
    close() {
      for (const client of upgrades.clients) client.terminate();
    },
  };
}

/** Leaves a close frame without its answer; the library has no setting for that. */
function neverEcho(socket: WebSocket): void {
  (socket as unknown as { readonly _receiver: EventEmitter })._receiver.removeAllListeners("conclude");
}

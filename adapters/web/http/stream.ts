import type { Exchange } from "./reply.ts";

/** What happens while a page is open, told to it as it happens (server-sent events). */
export interface Streams {
  open(exchange: Exchange): Stream;
  /** Ends them all; browsers ask again by themselves. */
  close(): void;
}

export interface Stream {
  send(event: { readonly event: string; readonly id?: number; readonly data: unknown }): void;
  /** Called once, when the browser is gone. */
  onEnd(end: () => void): void;
}

/** Pages that are told at a time. */
const mostStreams = 100;
/** Proxies and sleeping machines let silent connections die. */
const beatEvery = 25_000;

export function createStreams(): Streams {
  const open = new Set<Exchange["response"]>();

  return {
    open({ response }) {
      // Not in order: whoever reads no more would never let it end.
      if (open.size >= mostStreams) for (const oldest of [...open].slice(0, 1)) oldest.destroy();
      response.writeHead(200, {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
      });
      // What is said between the end and the browser's hearing of it would be an error that nobody catches.
      const write = (text: string) => response.writableEnded || response.write(text);
      write("retry: 2000\n\n");
      open.add(response);
      const beat = setInterval(() => write(":\n\n"), beatEvery);
      response.once("close", () => {
        clearInterval(beat);
        open.delete(response);
      });
      return {
        send({ event, id, data }) {
          const number = id === undefined ? "" : `id: ${id}\n`;
          write(`event: ${event}\n${number}data: ${JSON.stringify(data)}\n\n`);
        },
        onEnd: (end) => void response.once("close", end),
      };
    },

    close() {
      for (const response of open) response.end();
    },
  };
}

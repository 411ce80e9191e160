import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createStreams, type Stream } from "../../../adapters/web/http/stream.ts";

test("a page that reads no more makes room for the next, and what is said then harms nobody", async () => {
  const streams = createStreams();
  const opened: Stream[] = [];
  const failures: unknown[] = [];
  const server = createServer((request, response) => {
    response.on("error", (error) => failures.push(error));
    opened.push(streams.open({ request, response }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    streams.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const socket = connect(port, "127.0.0.1");
    const count = opened.length;
    socket.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    while (opened.length === count) await new Promise((resolve) => setImmediate(resolve));
    return socket;
  };
  const stalled = await ask();
  stalled.pause();
  const [first] = opened;
  let isGone = false;
  first?.onEnd(() => {
    isGone = true;
  });
  // More than the connection holds: it never drains.
  const much = "x".repeat(1_000_000);
  for (let count = 0; count < 20; count++) first?.send({ event: "entry", data: much });
  for (let count = 0; count < 100; count++) await ask();
  first?.send({ event: "entry", data: "more" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isGone).toBe(true);
  streams.close();
  opened.at(-1)?.send({ event: "entry", data: "after the end" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(failures).toEqual([]);
});

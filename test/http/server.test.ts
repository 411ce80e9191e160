import { Agent, request as ask, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { HttpRoute } from "../../src/adapter.ts";
import type { Listening } from "../../src/http/listening.ts";
import { createHttpServer } from "../../src/http/server.ts";
import { silentLog } from "../../src/log.ts";
import { createRequests } from "../../src/requests.ts";

const localhost = "127.0.0.1";

function route(path: string, handle: HttpRoute["handle"], more: Partial<HttpRoute> = {}): HttpRoute {
  return { path, handle, ...more };
}

function says(path: string, words = path): HttpRoute {
  return route(path, async (_request, response) => void response.end(words));
}

async function serving(routes: readonly HttpRoute[], patience?: number) {
  const requests = createRequests();
  const logged: Readonly<Record<string, unknown>>[] = [];
  const note = (fields: object, message: string) =>
    void logged.push({ ...fields, message, request: requests.current() });
  const log = { ...silentLog, debug: note, error: note };
  const server = createHttpServer({
    listening: { port: 0, host: localhost },
    routes,
    log,
    requests,
    ...(patience !== undefined && { patience }),
  });
  const port = await server.start();
  onTestFinished(() => server.stop());
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://${localhost}:${port}${path}`, init);
    return { status: response.status, body: await response.text(), headers: response.headers };
  };
  return { server, port, get, logged, requests };
}

test("a request goes to the longest path that holds it, by whole parts of the path", async () => {
  const { get } = await serving([says("/"), says("/a"), says("/a/b")]);
  const asked = ["/", "/x", "/a", "/a?x=/a/b", "/a/c", "/a/b/c", "/ab"];
  const answers = await Promise.all(asked.map(async (path) => (await get(path)).body));
  expect(answers).toEqual(["/", "/", "/a", "/a", "/a", "/a/b", "/"]);
});

test("what is not served, not allowed or not an address is refused in plain text", async () => {
  const { get, port } = await serving([{ ...says("/a"), methods: ["GET", "HEAD"] }]);
  expect(await get("/b")).toMatchObject({ status: 404, body: "There is nothing here.\n" });
  const refused = await get("/a", { method: "POST", body: "x" });
  expect(refused).toMatchObject({ status: 405, body: "Only GET and HEAD can be asked for here.\n" });
  expect(refused.headers.get("allow")).toBe("GET, HEAD");
  expect(refused.headers.get("content-type")).toContain("text/plain");
  const path = "http://elsewhere/a";
  const [status] = await new Promise<[number | undefined]>((resolve) => {
    ask({ host: localhost, port, path }, (response) => resolve([response.resume().statusCode])).end();
  });
  expect(status).toBe(400);
});

test("a failure is answered with the id under which the log has its cause, and nothing of the cause", async () => {
  const { get, logged } = await serving([
    route("/fails", async () => {
      throw new Error("secret path /srv/x");
    }),
  ]);
  const { status, body, headers } = await get("/fails?code=hush");
  const id = headers.get("x-request-id");
  expect({ status, body }).toEqual({
    status: 500,
    body: `Something went wrong here. The log knows it as ${id}.\n`,
  });
  const failure = logged.find(({ message }) => message === "a request failed");
  expect(failure).toMatchObject({ request: id, route: "/fails", err: { message: "secret path /srv/x" } });
  expect(JSON.stringify(logged)).not.toContain("hush");
});

test("a failure behind the head of an answer cuts it off, so that nobody takes a half for the whole", async () => {
  const { get } = await serving([
    route("/half", async (_request, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write("half");
      throw new Error("the other half is missing");
    }),
  ]);
  await expect(get("/half")).rejects.toThrow();
});

test("a request keeps the sane id it came with, also behind awaits; any other gets one of ours", async () => {
  const { get, requests } = await serving([
    route("/id", async (_request, response) => {
      await turn();
      response.end(requests.current());
    }),
  ]);
  expect((await get("/id", { headers: { "X-Request-Id": "edge-1234.5" } })).body).toBe("edge-1234.5");
  for (const forged of ["short", "x".repeat(65), "id with blanks", '"},{"level":60']) {
    expect((await get("/id", { headers: { "X-Request-Id": forged } })).body).toMatch(/^[0-9a-f]{8}$/);
  }
});

test("told to stop it lets the request under way end, and takes no new one", async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const { get, server } = await serving([
    route("/slow", async (_request, response) => {
      begun.resolve();
      await goOn.promise;
      response.end("done");
    }),
  ]);
  const slow = get("/slow");
  await begun.promise;
  const stopped = server.stop();
  await expect(get("/slow")).rejects.toThrow();
  goOn.resolve();
  expect((await slow).body).toBe("done");
  await stopped;
});

test("a request that never ends does not keep it from stopping", async () => {
  const begun = Promise.withResolvers<void>();
  const { get, server } = await serving([route("/never", async () => begun.resolve())], 10);
  const never = get("/never");
  await Promise.all([begun.promise, expect(never).rejects.toThrow(), begun.promise.then(() => server.stop())]);
});

test("a body that a route left unread does not stand before the next request of its connection", async () => {
  const refusesLarge = route("/a", async (request, response) => {
    request.once("data", () => {
      request.pause();
      response.writeHead(413).end();
    });
  });
  const { port } = await serving([refusesLarge]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const upload = async () =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = ask({ agent, host: localhost, port, path: "/a", method: "POST" }, (response) => {
        response.resume().once("close", () => resolve(response.statusCode));
      });
      sent.once("error", reject).end("x".repeat(1_000_000));
    });
  expect(await upload()).toBe(413);
  expect(await upload()).toBe(413);
});

test("what is not HTTP at all does not bring it down", async () => {
  const { get, port } = await serving([says("/a")]);
  const socket = connect(port, localhost);
  socket.end("\u0000\u0001 no request\r\n\r\n");
  expect(await text(socket)).toContain("400 Bad Request");
  expect((await get("/a")).status).toBe(200);
});

test("a port that is taken, or an address this machine does not have, is named with what to do", async () => {
  const other = createServer().listen(0, localhost);
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  const start = (listening: Listening) =>
    createHttpServer({ listening, routes: [], log: silentLog, requests: createRequests() }).start();
  await expect(start({ port, host: localhost })).rejects.toMatchObject({
    code: "config",
    message: `PORT ${port} cannot be served: another program uses it. Stop that one, or set PORT to a free one.`,
  });
  await expect(start({ port: 0, host: "192.0.2.1" })).rejects.toThrow(
    "this machine has no address 192.0.2.1. Set HOST",
  );
});

test("where nobody relies on the port, one of the next is served when it is taken", async () => {
  const other = createServer().listen(0, localhost);
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  const listening: Listening = { port, host: localhost, mayMove: true };
  const server = createHttpServer({ listening, routes: [says("/a")], log: silentLog, requests: createRequests() });
  const served = await server.start();
  onTestFinished(() => server.stop());
  expect(served).toBeGreaterThan(port);
  expect(served).toBeLessThan(port + 10);
  expect(await (await fetch(`http://${localhost}:${served}/a`)).text()).toBe("/a");
});

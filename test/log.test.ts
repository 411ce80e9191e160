import { expect, test } from "vitest";
import { createLog, type LogDeps } from "../src/log.ts";
import { createRequests } from "../src/requests.ts";

function logged(deps: LogDeps = {}) {
  let text = "";
  const write = (line: string) => {
    text += line;
  };
  return { log: createLog("debug", { ...deps, destination: { write } }), text: () => text };
}

test("a secret is not written, whoever says it and wherever", () => {
  const { log, text } = logged({ secrets: ["xoxb-hush", 'with "quotes"'] });
  const cause = new Error("GET /?token=xoxb-hush");
  log.error(
    { err: new Error('Bearer with "quotes"', { cause }), header: "xoxb-hush", of: { list: ["xoxb-hush"] } },
    "xoxb-hush",
  );
  expect(text()).not.toMatch(/hush|with \\"quotes/);
  expect(text()).toContain("(secret)");
  expect(() => JSON.parse(text())).not.toThrow();
});

test("a failure is written with its causes and its code, without what an SDK hung on it", () => {
  const { log, text } = logged();
  const sdk = Object.assign(new Error("Missing Access"), {
    code: 50_001,
    url: "https://api.example/webhooks/1/token-of-an-interaction",
    requestBody: { json: { content: "A Paper's Title" } },
  });
  log.error({ err: new Error("a post failed", { cause: sdk }) }, "it failed");
  log.error({ err: sdk }, "again");
  expect(text()).not.toMatch(/token-of-an-interaction|A Paper's Title/);
  const [first, second] = text()
    .trim()
    .split("\n")
    .map((one) => JSON.parse(one));
  expect(first.err.message).toBe("a post failed: Missing Access");
  expect(second.err).toMatchObject({ type: "Error", code: 50_001, stack: expect.stringContaining("log.test.ts") });
});

test("lines written for a request bear its id, however deep and late, and others none", async () => {
  const requests = createRequests();
  const { log, text } = logged({ requests });
  await requests.run("abc123", async () => {
    await Promise.resolve();
    log.info({}, "within");
  });
  log.info({}, "outside");
  const [within, outside] = text()
    .trim()
    .split("\n")
    .map((one) => JSON.parse(one));
  expect(within).toMatchObject({ request: "abc123", msg: "within" });
  expect(outside).not.toHaveProperty("request");
});

import { expect, it } from "vitest";
import { createFirstAnswers } from "../../../adapters/discord/first-answers.ts";

it("work waits for first answers under way, and takes turns", async () => {
  const { before, turn } = createFirstAnswers();
  const order: string[] = [];
  const sent = Promise.withResolvers<void>();
  const answering = before(async () => {
    await sent.promise;
    order.push("answered");
  });
  const first = turn().then(() => order.push("first"));
  const second = turn().then(() => order.push("second"));
  sent.resolve();
  await Promise.all([answering, first, second]);
  expect(order).toEqual(["answered", "first", "second"]);
});

it("work goes on where an answer failed, and where one does not come to an end", async () => {
  const { before, turn } = createFirstAnswers();
  await expect(before(() => Promise.reject(new Error("over")))).rejects.toThrow("over");
  void before(() => new Promise(() => undefined));
  await turn();
});

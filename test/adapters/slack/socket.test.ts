import { expect, test } from "vitest";
import { visibleText } from "../../support/slack/block-kit.ts";
import { startLocalSlack } from "../../support/slack/local-slack.ts";
import { socketSettings, startProgram } from "../../support/slack/program.ts";

test("answers", async () => {
  const slack = await startLocalSlack();
  const program = startProgram(socketSettings(slack));
  const t = setInterval(() => {}, 1000);
  try {
    await slack.until(() => slack.sockets.size > 0, "socket", 15000);
    const answer = await slack.answerTo(() => slack.command("search experts"));
    console.log(visibleText(answer.blocks).slice(0, 400), answer.onlyFor, slack.faults);
    const pub = await slack.answerTo(() => slack.click(answer, "Share with channel"));
    console.log(visibleText(pub.blocks).slice(0, 200), pub.onlyFor, pub.via);
    console.log(await program.stop());
  } finally {
    clearInterval(t);
    console.log(program.output().slice(-3000));
    console.log(
      slack.callsOf("chat.postMessage").length,
      slack.calls.map((c) => c.method),
    );
    await slack.stop();
  }
  expect(slack.faults).toEqual([]);
});

import type { Config } from "../config.ts";

/** Whom this start speaks to: configured platforms, else a person at a keyboard, lines in a pipe or file, or nobody. */
export type Audience = "platforms" | "keyboard" | "lines" | "nobody";

/** Who speaks to us where no platform is configured; nobody is `< /dev/null`, or no input. */
export async function waitForInput(): Promise<Exclude<Audience, "platforms">> {
  const { stdin } = process;
  if (stdin.isTTY) return "keyboard";
  // A pipe that stays open is waited for, as every filter does: service managers give /dev/null to what they start.
  const { promise, resolve } = Promise.withResolvers<"lines" | "nobody">();
  const onReadable = () => resolve(stdin.readableLength > 0 ? "lines" : "nobody");
  const onEnd = () => resolve("nobody");
  stdin.once("readable", onReadable).once("end", onEnd).once("error", onEnd);
  const input = await promise;
  stdin.off("readable", onReadable).off("end", onEnd).off("error", onEnd);
  return input;
}

/** The terminal or pipe we were started from, as its adapter wants to know it. */
export function terminalConfig({ terminal, callerFolder: folder }: Config, audience: Audience) {
  const { stdin, stdout } = process;
  const isScreen = stdout.isTTY === true;
  return {
    input: stdin,
    output: stdout,
    interactive: audience === "keyboard" && isScreen,
    // A terminal that doesn't know its size says 0.
    columns: () => stdout.columns || 100,
    color: terminal.color && isScreen,
    hyperlinks: terminal.hyperlinks && isScreen,
    folder,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

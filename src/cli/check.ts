import type { PlatformCheck } from "../adapter.ts";
import { UserError } from "../errors.ts";
import type { CliCommand } from "./cli-command.ts";

const marks = { good: "ok      ", optional: "optional", wrong: "WRONG   " } as const;

/** `PLATFORM check`: whether a platform would let Paperboy work, and what is missing. */
export function checkCommand(platform: string, check: PlatformCheck): CliCommand {
  return {
    name: platform,
    summary: "verifies the tokens and rights of this platform and says what is missing",
    usage: "check",
    options: {},
    optionHelp: [],
    takes: { min: 1, max: 1 },
    tellsSlips: true,
    async run({ positionals: [what] }, { config }) {
      if (what !== "check") {
        throw new UserError("usage", `Only check is known here. Usage: npm run -s paperboy -- ${platform} check`);
      }
      const findings = await check(config.setting);
      const wrong = findings.filter(({ state }) => state === "wrong").length;
      const shortfall = `${platform}: ${wrong} of ${findings.length} checks failed`;
      return {
        json: { ok: wrong === 0, findings },
        text: findings.map(({ state, what: name, text }) => `${marks[state]}  ${name}: ${text}`).join("\n"),
        ...(wrong > 0 && { shortfall }),
      };
    },
  };
}

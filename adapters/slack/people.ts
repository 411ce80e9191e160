import type { Person } from "../../src/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { SlackConfig } from "./config.ts";
import { describeFailure, type SlackWeb, slackError } from "./web.ts";

/** Who asks: their name, their clock, and whether they may manage what a channel follows. */
export interface People {
  /** Never rejects: who cannot be looked up may read and not manage. */
  find(team: string, user: string, token: string, name?: string): Promise<Person>;
}

export interface PeopleDeps {
  readonly web: SlackWeb;
  readonly clock: Clock;
  readonly log: Log;
  readonly whoManages: SlackConfig["whoManages"];
}

/** Roles and clocks change seldom. */
const keptFor = 10 * 60_000;
const mostKept = 5_000;

export function createPeople({ web, clock, log, whoManages }: PeopleDeps): People {
  const known = new Map<string, { readonly person: Person; readonly until: number }>();

  async function ask(team: string, user: string, token: string): Promise<Person> {
    const { user: profile } = await web.users.info({ token, user });
    const isGuest = profile?.is_restricted === true || profile?.is_ultra_restricted === true;
    // People of another workspace, in a channel shared with it, are guests here; an organisation's may be in several.
    const teams = [profile?.team_id ?? team, ...(profile?.enterprise_user?.teams ?? [])];
    // Slack does not name the workspace of all of them.
    const isStranger = profile?.is_stranger === true || !teams.includes(team);
    const isAdmin = profile?.is_admin === true || profile?.is_owner === true;
    const name = profile?.profile?.display_name || profile?.real_name || profile?.name;
    return {
      id: `${team}/${user}`,
      ...(name ? { name } : {}),
      ...(profile?.tz ? { timeZone: profile.tz } : {}),
      mayManage: !isGuest && !isStranger && (whoManages === "members" || isAdmin),
      mayManageAll: !isStranger && isAdmin,
    };
  }

  /** A lookup may be repeated: it changes nothing. What Slack refuses it refuses again. */
  async function askTwice(team: string, user: string, token: string): Promise<Person> {
    try {
      return await ask(team, user, token);
    } catch (error) {
      if (slackError(error) !== undefined) throw error;
      return ask(team, user, token);
    }
  }

  return {
    async find(team, user, token, name) {
      const id = `${team}/${user}`;
      const now = clock.now().getTime();
      const kept = known.get(id);
      if (kept && kept.until > now) return kept.person;
      try {
        const person = await askTwice(team, user, token);
        if (known.size >= mostKept) known.clear();
        known.set(id, { person, until: now + keptFor });
        return person;
      } catch (error) {
        log.warn({ platform: "slack", error: describeFailure(error) }, "a person could not be looked up");
        return kept?.person ?? { id, ...(name ? { name } : {}), mayManage: false };
      }
    },
  };
}

import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Installation, InstallationQuery, InstallationStore } from "@slack/bolt";
import { UserError } from "../../src/errors.ts";
import { createSeal } from "./seal.ts";

/** The workspaces that installed the app, each in a sealed file of its own. Kept in memory once read: acks wait for it. */
export interface Installations extends InstallationStore {
  get(team: string): Promise<Installation | undefined>;
  /** As it is on disk: another process may have renewed its token, or taken a new installation. */
  reread(team: string): Promise<Installation | undefined>;
  remove(team: string): Promise<void>;
}

export function createInstallations(folder: string, secretKey: string): Installations {
  const seal = createSeal(secretKey);
  const known = new Map<string, Installation>();

  const get = async (team: string) => known.get(team) ?? reread(team);

  async function reread(team: string): Promise<Installation | undefined> {
    const file = fileOf(folder, team);
    if (file === undefined) return undefined;
    let sealed: string;
    try {
      sealed = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      known.delete(team);
      return undefined;
    }
    const installation: Installation = JSON.parse(seal.open(sealed, team));
    known.set(team, installation);
    return installation;
  }

  async function remove(team: string): Promise<void> {
    known.delete(team);
    const file = fileOf(folder, team);
    if (file !== undefined) await rm(file, { force: true });
  }

  return {
    get,
    reread,
    remove,
    async storeInstallation(installation) {
      const team = installation.team?.id;
      const file = team === undefined ? undefined : fileOf(folder, team);
      if (team === undefined || file === undefined) {
        throw new UserError("config", wholeOrganisation);
      }
      // Our own copy: the SDK changes what it was given when it renews a token.
      const kept: Installation = structuredClone(installation);
      await writeWhole(file, seal.close(JSON.stringify(kept), team));
      known.set(team, kept);
    },
    async fetchInstallation(query) {
      const installation = await get(teamOf(query));
      if (!installation) throw new Error("the app is not installed there");
      return structuredClone(installation);
    },
    deleteInstallation: (query) => remove(teamOf(query)),
  };
}

const wholeOrganisation =
  "This was an installation for a whole organisation. Paperboy keeps a token and a list of channels for each workspace: install it in every workspace that wants it, and choose that workspace, not the organisation, at the top right of Slack's page.";

function teamOf({ teamId }: InstallationQuery<boolean>): string {
  return teamId ?? "";
}

/** Undefined for what is no workspace's id: it would be a path elsewhere. */
function fileOf(folder: string, team: string): string | undefined {
  return /^[A-Z0-9]{1,32}$/.test(team) ? join(folder, `${team}.sealed`) : undefined;
}

/** On disk before it counts: a refresh token works once, and a lost one means another installation. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomBytes(4).toString("hex")}`;
  const handle = await open(unfinished, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}

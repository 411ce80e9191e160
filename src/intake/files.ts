import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describeError, UserError } from "../errors.ts";
import type { Reject } from "../papers/paper.ts";

export interface DigestFile {
  readonly path: string;
  readonly bytes: number;
}

export interface FoundFiles {
  readonly files: readonly DigestFile[];
  /** Folders that could not be walked or hold nothing, with line 0. */
  readonly rejects: readonly Reject[];
}

/** In a folder only these are taken for digests; a file that is named outright is read whatever it is called. */
const digestName = /\.(?:txt|text|md|markdown|jsonl|ndjson|json|xml|rss|atom)(?:\.gz)?$/i;

/**
 * The files that paths stand for, folders walked in the order of names; hidden files are left out.
 * @throws UserError `not-found` when one of the paths does not exist; nothing was read by then
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, DigestFile>();
  const rejects: Reject[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      const what = missing ? `There is no ${path}` : `${path} can't be read (${describeError(error)})`;
      throw new UserError("not-found", `${what}: check the path.`);
    });
    if (found.isFile()) {
      files.set(path, { path, bytes: found.size });
      continue;
    }
    if (!found.isDirectory()) {
      rejects.push({ file: path, line: 0, reason: "neither a file nor a folder: save it as a file first" });
      continue;
    }
    const inside = await walk(path, rejects);
    for (const file of inside) files.set(file.path, file);
    if (inside.length === 0) {
      rejects.push({ file: path, line: 0, reason: "no digest in this folder: put .txt, .md or .jsonl files there" });
    }
  }
  return { files: [...files.values()], rejects };
}

async function walk(folder: string, rejects: Reject[]): Promise<DigestFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    rejects.push({ file: folder, line: 0, reason: `can't be read: ${describeError(error)}` });
    return [];
  });
  const files: DigestFile[] = [];
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) files.push(...(await walk(path, rejects)));
    else if (digestName.test(entry.name)) {
      // A link counts as what it leads to, but links to folders are not followed: they may lead back.
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile()) files.push({ path, bytes: found.size });
    }
  }
  return files;
}

/** SHA-256 of a file's content, in hexadecimal: what a file is known by, whatever it is called. */
export async function fileIdOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

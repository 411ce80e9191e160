import type { Command } from "./command.ts";
import { help } from "./help.ts";
import { latest } from "./latest.ts";
import { search } from "./search.ts";
import { show } from "./show.ts";
import { status } from "./status.ts";

/** Everything Paperboy understands, in the order of the help. */
export const commands: readonly Command[] = [search, show, latest, status, help];

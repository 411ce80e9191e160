import { archive } from "./archive.ts";
import type { Command } from "./command.ts";
import { digest } from "./digest.ts";
import { help } from "./help.ts";
import { latest } from "./latest.ts";
import { pause } from "./pause.ts";
import { resume } from "./resume.ts";
import { schedule } from "./schedule.ts";
import { search } from "./search.ts";
import { share } from "./share.ts";
import { show } from "./show.ts";
import { similar } from "./similar.ts";
import { status } from "./status.ts";
import { subscribe } from "./subscribe.ts";
import { subscriptions } from "./subscriptions.ts";
import { topics } from "./topics.ts";
import { unsubscribe } from "./unsubscribe.ts";

/** Everything Paperboy understands, in the order of the help. */
export const commands: readonly Command[] = [
  search,
  show,
  similar,
  latest,
  topics,
  subscribe,
  unsubscribe,
  subscriptions,
  digest,
  schedule,
  pause,
  resume,
  archive,
  share,
  status,
  help,
];

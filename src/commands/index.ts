import { archive } from "./archive.ts";
import type { Command } from "./command.ts";
import { digest } from "./digest.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { latest } from "./latest.ts";
import { importPapers, like } from "./like.ts";
import { pause } from "./pause.ts";
import { recommend } from "./recommend.ts";
import { resume } from "./resume.ts";
import { exportSaved, save, saved, unsave } from "./saved.ts";
import { schedule } from "./schedule.ts";
import { search } from "./search.ts";
import { share } from "./share.ts";
import { show } from "./show.ts";
import { similar } from "./similar.ts";
import { status } from "./status.ts";
import { subscribe } from "./subscribe.ts";
import { subscriptions } from "./subscriptions.ts";
import { taste } from "./taste.ts";
import { test } from "./test.ts";
import { topic } from "./topic.ts";
import { topics } from "./topics.ts";
import { trending } from "./trending.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { vote } from "./vote.ts";
import { why } from "./why.ts";

/** Everything Paperboy understands, in the order of the help. */
export const commands: readonly Command[] = [
  search,
  show,
  similar,
  latest,
  trending,
  topics,
  topic,
  subscribe,
  unsubscribe,
  subscriptions,
  digest,
  schedule,
  pause,
  resume,
  test,
  archive,
  share,
  vote,
  recommend,
  taste,
  like,
  importPapers,
  why,
  save,
  unsave,
  saved,
  exportSaved,
  forget,
  status,
  help,
];

import { type Adapter, type Channel, checksPosts } from "./adapter.ts";
import type { Log } from "./log.ts";
import type { SourceState } from "./store/store.ts";
import { outageId, outageMessage } from "./views/sources.ts";

/** Whoever runs the program, reached through a channel. */
export interface Operator {
  /** Rejects where the channel can't be posted to. */
  tell(state: SourceState): Promise<void>;
  /** Says in the log, before there is an outage, what would keep the channel from being told. Never rejects. */
  check(): Promise<void>;
}

export interface OperatorDeps {
  readonly channel: Channel;
  /** Those that post. */
  readonly adapters: readonly Adapter[];
  readonly log: Log;
}

/** Undefined where no adapter posts to the channel's platform, which the log tells. */
export function createOperator({ channel, adapters, log }: OperatorDeps): Operator | undefined {
  const adapter = adapters.find(({ platform }) => platform === channel.platform);
  const warn = (advice: string) =>
    log.warn({ channel: `${channel.platform}:${channel.id}`, advice }, "the operator can't be told of outages");
  if (!adapter) {
    warn("its platform is not configured");
    return undefined;
  }
  return {
    async tell(state) {
      await adapter.post({ deliveryId: outageId(state), channel, message: outageMessage(state) });
    },

    async check() {
      if (!checksPosts(adapter)) return;
      // Where it can't be told now, it is seen when there is something to tell.
      const permission = await adapter.canPostTo(channel).catch(() => ({ allowed: true }) as const);
      if (!permission.allowed) warn(permission.advice);
    },
  };
}

/** Work in lanes, so that a slow group holds up nobody else: few at a time in each, many over all. */
export interface Lanes {
  /** Resolves when the work is done or was dropped before it began. Work must not reject. */
  run(group: string, work: () => Promise<void>): Promise<void>;
  /** Drops what has not begun. */
  drop(): void;
}

interface Lane {
  readonly waiting: Waiting[];
  running: number;
}

interface Waiting {
  readonly work: () => Promise<void>;
  readonly end: () => void;
}

/** @param total works at a time over all groups; @param perGroup within one */
export function createLanes({ total, perGroup }: { readonly total: number; readonly perGroup: number }): Lanes {
  const lanes = new Map<string, Lane>();
  /** Groups that could begin something, whose turn is longest ago first. */
  const ready = new Set<string>();
  let running = 0;

  function settle(group: string, lane: Lane): void {
    if (lane.waiting.length > 0 && lane.running < perGroup) ready.add(group);
    else ready.delete(group);
    if (lane.waiting.length === 0 && lane.running === 0) lanes.delete(group);
  }

  function begin(): void {
    while (running < total) {
      const [group] = ready;
      const lane = group === undefined ? undefined : lanes.get(group);
      const next = lane?.waiting.shift();
      if (group === undefined || !lane || !next) return;
      ready.delete(group);
      running++;
      lane.running++;
      settle(group, lane);
      void next.work().finally(() => {
        running--;
        lane.running--;
        settle(group, lane);
        next.end();
        begin();
      });
    }
  }

  return {
    run(group, work) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const lane = lanes.get(group) ?? { waiting: [], running: 0 };
      lanes.set(group, lane);
      lane.waiting.push({ work, end: resolve });
      settle(group, lane);
      begin();
      return promise;
    },
    drop() {
      for (const [group, lane] of lanes) {
        for (const { end } of lane.waiting.splice(0)) end();
        settle(group, lane);
      }
    },
  };
}

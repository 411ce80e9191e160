/**
 * Work waits for its turn, one a round of the event loop, so that acks that came in meanwhile leave first: a search holds
 * the loop, and Slack waits three seconds for an ack.
 */
export function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise<void>((resolve) => void setImmediate(resolve)));
    return last;
  };
}

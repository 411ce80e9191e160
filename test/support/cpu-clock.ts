/**
 * CPU time this thread spends from now on, in milliseconds. Tests that hold hostile input to a limit read this clock and
 * not the wall's: whatever else the machine does, it goes no faster.
 */
export function cpuClock(): () => number {
  const begun = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1_000;
  };
}

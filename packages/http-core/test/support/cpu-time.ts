/** Milliseconds of CPU that this process has used: what a computation takes, however busy the machine is with others. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

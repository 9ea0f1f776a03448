/** Seconds from the environment, for runs that search as long as they are let. */
export function secondsFrom(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return fallback;
  const seconds = Number(text);
  if (seconds > 0) return seconds;
  throw new Error(`${variable} is to be a number of seconds, not ${JSON.stringify(text)}`);
}

/** The seeds of a run: those of the list, or the one of the environment that is to be replayed. */
export function seedsFrom(variable: string, seeds: readonly number[]): readonly number[] {
  const text = process.env[variable];
  return text === undefined || text === '' ? seeds : [Number(text)];
}

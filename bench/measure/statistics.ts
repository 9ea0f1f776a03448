/** A middle value and the middle half around it. */
export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly low: number;
  readonly high: number;
}

/** The value below which `part` (0 to 1) of the sorted values lie, interpolated between its neighbours; NaN for none. */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle of the values; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((one, other) => one - other),
    0.5,
  );
}

/** Median and quartiles of the values. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/**
 * The ratios of figures that were taken in the same round, one by one. The machine's speed drifts by a factor of two, and
 * meets both of a pair alike.
 */
export function pairedRatios(own: readonly number[], reference: readonly number[]): readonly number[] {
  return own.slice(0, reference.length).map((figure, round) => figure / (reference[round] ?? Number.NaN));
}

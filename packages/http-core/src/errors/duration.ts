/** Milliseconds as seconds for a message: `30.0s`, `0.25s`. */
export function seconds(milliseconds: number): string {
  const value = Number((milliseconds / 1000).toFixed(3));
  return Number.isInteger(value) ? `${value}.0s` : `${value}s`;
}

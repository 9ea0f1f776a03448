/** Rows of a chart over time: what happened, in columns of so many milliseconds. */
export interface Timeline {
  /** Milliseconds per column. */
  readonly column: number;
  /** Counts one event of a row, at a moment since the beginning. */
  add(row: string, at: number): void;
  /** A bar per column, as high as its count, on one scale for all rows. */
  bars(row: string, until: number): string;
}

const heights = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Starts an empty chart. */
export function timeline(column: number): Timeline {
  const rows = new Map<string, number[]>();
  return {
    column,
    add(row, at) {
      const counts = rows.get(row) ?? [];
      rows.set(row, counts);
      const index = Math.floor(at / column);
      counts[index] = (counts[index] ?? 0) + 1;
    },
    bars(row, until) {
      const counts = rows.get(row) ?? [];
      const most = Math.max(1, ...[...rows.values()].flatMap((all) => all.map((count) => count ?? 0)));
      return Array.from({ length: Math.ceil(until / column) }, (_, index) => {
        const count = counts[index] ?? 0;
        return heights[Math.ceil((count / most) * (heights.length - 1))] ?? '?';
      }).join('');
    },
  };
}

/** A line under the chart with a mark per second. */
export function seconds(column: number, until: number): string {
  const marks = Array.from({ length: Math.ceil(until / 1_000) }, (_, second) => `${second}s`);
  return marks
    .map((mark) => mark.padEnd(1_000 / column))
    .join('')
    .trimEnd();
}

/** Rows of cells under headings; the first column is text, the others are figures. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function widths({ headings, rows }: Table): readonly number[] {
  return headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
}

/** The table for a terminal, figures to the right. */
export function plainTable(table: Table): string {
  const wide = widths(table);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(wide[column] ?? 0) : cell.padStart(wide[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(table.headings), ...table.rows.map(line)].join('\n');
}

/** The table as Markdown, padded as the formatter pads it. */
export function markdownTable(table: Table): string {
  const wide = widths(table);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(wide[column] ?? 0) : cell.padStart(wide[column] ?? 0))).join(' | ')} |`;
  const rule = wide.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(table.headings), `| ${rule.join(' | ')} |`, ...table.rows.map(line)].join('\n');
}

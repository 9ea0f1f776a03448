/** Three significant digits or all before the point, with commas between thousands: `0.123`, `12.3`, `1,234`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Bytes as megabytes (10^6). */
export function formatMegabytes(bytes: number): string {
  return formatNumber(bytes / 1e6);
}

/** Two decimals, as ratios are compared by. */
export function formatRatio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '-';
}

/** A part of one as per cent. */
export function formatPercent(part: number): string {
  return Number.isFinite(part) ? `${Math.round(part * 100)} %` : '-';
}

import { formatNumber } from './number-format.ts';
import type { Results, Row } from './results.ts';

const width = 760;
const left = 210;
const right = 90;
const top = 58;
const rowHeight = 26;
const barHeight = 14;

/** Both schemes bring their own background, so that the plot is readable wherever it is embedded. */
const style = `
    svg { --back: #ffffff; --ink: #1f2328; --dim: #656d76; --line: #d0d7de; --own: #0969da; --other: #8c959f; }
    @media (prefers-color-scheme: dark) {
      svg { --back: #0d1117; --ink: #e6edf3; --dim: #8d96a0; --line: #30363d; --own: #4493f8; --other: #6e7681; }
    }
    text { font: 12px system-ui, sans-serif; fill: var(--ink); }
    .title { font-size: 15px; font-weight: 600; }
    .dim { fill: var(--dim); }
    .own { font-weight: 600; }
    .spread { stroke: var(--ink); stroke-width: 1.5; }
    .grid { stroke: var(--line); stroke-width: 1; }`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A round step that divides `most` into four to eight parts. */
export function gridStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const factor = [1, 2, 5, 10].find((one) => most / (one * power) <= 8) ?? 10;
  return factor * power;
}

function bar(row: Row, label: string, index: number, scale: (value: number) => number): string {
  const y = top + index * rowHeight;
  const middle = y + barHeight / 2;
  const isOwn = row.peer.startsWith('http-');
  const [from, to] = [scale(row.cpu.low), scale(row.cpu.high)];
  return `  <text x="${left - 8}" y="${middle + 4}" text-anchor="end"${isOwn ? ' class="own"' : ''}>${escape(label)}</text>
  <rect x="${left}" y="${y}" width="${(scale(row.cpu.median) - left).toFixed(1)}" height="${barHeight}" rx="2" fill="var(--${isOwn ? 'own' : 'other'})"/>
  <path class="spread" fill="none" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}M${from.toFixed(1)} ${middle - 4}v8M${to.toFixed(1)} ${middle - 4}v8"/>
  <text x="${(Math.max(to, scale(row.cpu.median)) + 8).toFixed(1)}" y="${middle + 4}"${isOwn ? ' class="own"' : ''}>${formatNumber(row.cpu.median)}</text>`;
}

/** Bars of CPU per call in the first scenario with the middle half of the rounds, as an SVG document. */
export function performancePlot(results: Results): string {
  const label = new Map(results.peers.map((peer) => [peer.name, peer.label]));
  const rows = (results.scenarios[0]?.rows ?? []).toSorted((one, other) => one.cpu.median - other.cpu.median);
  const most = Math.max(1, ...rows.map(({ cpu }) => Math.max(cpu.median, cpu.high)));
  const scale = (value: number): number => left + (value / most) * (width - left - right);
  const bottom = top + rows.length * rowHeight;
  const step = gridStep(most);
  const grid = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => {
    const x = scale(index * step).toFixed(1);
    return `  <path class="grid" d="M${x} ${top - 8}V${bottom}"/>
  <text x="${x}" y="${bottom + 16}" text-anchor="middle" class="dim">${formatNumber(index * step)}</text>`;
  });
  const height = bottom + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>CPU time per GET of a small JSON document, by client, in microseconds</title>
  <style>${style}
  </style>
  <rect width="${width}" height="${height}" rx="6" fill="var(--back)"/>
  <text x="16" y="26" class="title">CPU per GET of a small JSON document, in µs: less is better</text>
  <text x="16" y="43" class="dim">Median and middle half of the rounds, Node ${escape(results.versions['node'] ?? '')}, ${escape(results.machine.cpu)}, ${escape(results.date)}</text>
${[...grid, ...rows.map((row, index) => bar(row, label.get(row.peer) ?? row.peer, index, scale))].join('\n')}
</svg>
`;
}

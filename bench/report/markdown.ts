import { formatNumber, formatPercent, formatRatio } from './number-format.ts';
import type { Results, Row } from './results.ts';
import { markdownTable } from './table.ts';
import { budgetTable, scenarioTable, startupTable } from './tables.ts';

function rowOf(results: Results, peer: string): Row | undefined {
  return results.scenarios[0]?.rows.find((row) => row.peer === peer);
}

function setting({ date, machine, versions, code }: Results): string {
  const memory = Math.round(machine.memory / 1e9);
  const packages = code === 'built' ? 'built, as they are published' : 'run from source';
  return `Measured on ${date} with \`npm run bench\`: ${machine.cores} cores of ${machine.cpu}, ${memory} GB, ${machine.system}, Node ${versions['node']}; our packages ${packages}.`;
}

/** What keeps the figures from being lower: how busy the origin was, and the floor that the wire is. */
function bounds(results: Results): string {
  const rows = results.scenarios[0]?.rows ?? [];
  const clients = rows.filter(({ peer }) => peer !== 'raw-socket');
  const floor = rowOf(results, 'raw-socket');
  const own = rowOf(results, 'http-undici');
  const dispatch = rowOf(results, 'undici-dispatch');
  const busiest = Math.max(...clients.map(({ originBusy }) => originBusy.median));
  const lines = [
    `The client does, always: each runs on one thread that is busy all the time, while the origin, in a process of its own, was busy for at most ${formatPercent(busiest)} of a core under any client`,
    floor === undefined
      ? '.'
      : `, and answers ${formatNumber(floor.callsPerSecond.median)} calls a second to a raw socket, at ${formatPercent(floor.originBusy.median)}.`,
  ];
  if (floor !== undefined && own !== undefined && dispatch !== undefined) {
    const part = (value: number): string => formatPercent(value / own.cpu.median);
    lines.push(
      ` Of the ${formatNumber(own.cpu.median)} µs that a call of \`@x/http-undici\` takes, ${formatNumber(floor.cpu.median)} µs (${part(floor.cpu.median)}) are the wire and \`JSON.parse\`, which no client can save; undici's dispatcher with nothing around it comes to ${formatNumber(dispatch.cpu.median)} µs (${part(dispatch.cpu.median)}).`,
    );
  }
  return lines.join('');
}

function versionOf({ packages }: { readonly packages: readonly string[] }, { versions }: Results): string {
  return packages.map((name) => `${name} ${versions[name] ?? '?'}`).join(', ');
}

const method = `Every client runs in a process of its own against the same origin, a server on raw sockets with prepared answers. They take turns, A B C A B C,
because the machine drifts by a factor of two, and what is compared is the median of the paired ratios: each round of one client over the same
round of the other. Each is warmed up first. CPU is user and system time of the client's process per call, garbage collection included: it is
steady where calls per second are not. The middle half are the first and third quartile over the rounds. With a fixed number of calls in flight,
latency is that number over the calls per second; it shows queueing, not distance. "x request" is the CPU over that of \`undici.request\`.
"Origin busy" is the origin's CPU time over the time of the round: while it is well under 100 %, it is not the origin that is measured.`;

/** `docs/performance.md`, from the results of a full run. */
export function performanceDocument(results: Results): string {
  const sections = [
    '# Performance',
    `<!-- Made by \`npm run bench\` from bench/results/latest.json. Changes by hand are lost, and a test finds them. -->`,
    setting(results),
    '![CPU time per GET of a small JSON document, by client](performance.svg)',
    '## Budgets',
    'What `npm run bench -- --check` holds us to; it exits with 1 when a line fails.',
    markdownTable(budgetTable(results.budgets)),
    ...results.scenarios.flatMap((scenario) => {
      const [first] = scenario.rows;
      const rounds = `Medians of ${first?.rounds ?? 0} rounds.`;
      return [
        `## ${scenario.title}`,
        `${scenario.description} ${rounds}`,
        markdownTable(scenarioTable(results, scenario)),
      ];
    }),
    '## Start and size',
    'Importing in a fresh process; the same with making a client and the first answer; files on disk with all dependencies.',
    markdownTable(startupTable(results)),
    '## What bounds us',
    bounds(results),
    '## How it is measured',
    method,
    '## The clients',
    results.peers
      .map((peer) => {
        const version = versionOf(peer, results);
        return `- **${peer.label}**${version === '' ? '' : ` (${version})`}: ${peer.settings}`;
      })
      .join('\n'),
    ...(results.problems.length === 0
      ? []
      : ['## What is missing', results.problems.map((problem) => `- ${problem}`).join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The clients that the README compares. */
const shown = [
  'http-undici',
  'http-everything',
  'undici-request',
  'node-http',
  'global-fetch',
  'ky',
  'http-core',
  'axios',
  'got',
];

/** The lines between the marks in README.md. */
export function figures(results: Results): string {
  const label = new Map(results.peers.map((peer) => [peer.name, peer.label]));
  const rows = shown
    .map((name) => rowOf(results, name))
    .filter((row) => row !== undefined)
    .toSorted((one, other) => one.cpu.median - other.cpu.median)
    .map((row) => [
      label.get(row.peer) ?? row.peer,
      formatNumber(row.cpu.median),
      formatRatio(row.ratio.median),
      formatNumber(row.callsPerSecond.median),
    ]);
  const headings = ['GET of a small JSON document', 'CPU µs/call', 'x undici request', 'calls/s'];
  const { date, machine, versions } = results;
  return [
    markdownTable({ headings, rows }),
    '',
    `One run on ${date}: ${machine.cpu}, Node ${versions['node']}. [All scenarios, settings and versions](docs/performance.md).`,
  ].join('\n');
}

const begin = '<!-- figures -->';
const end = '<!-- /figures -->';

/** A document with the lines between its marks replaced; throws when it has no marks. */
export function withFigures(document: string, lines: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The document has no ${begin} ... ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${lines}\n\n${document.slice(to)}`;
}

import { spread } from '../../bench/measure/statistics.ts';
import type { Results, Row } from '../../bench/report/results.ts';

const around = (value: number) => spread([value * 0.9, value, value * 1.2]);

function row(peer: string, cpu: number, callsPerSecond: number): Row {
  return {
    peer,
    rounds: 9,
    callsPerRound: 20_000,
    cpu: around(cpu),
    ratio: around(cpu / 40),
    callsPerSecond: around(callsPerSecond),
    p50: around(1.5),
    p99: around(4),
    peakMemory: 123_456_789,
    originBusy: around(peer === 'raw-socket' ? 0.9 : 0.4),
  };
}

const peer = (name: string, label: string, packages: readonly string[] = []) => ({
  name,
  label,
  packages,
  settings: `settings of ${label}`,
});

/** Made-up results with every part of the real ones, small enough to be read. */
export const sampleResults: Results = {
  schema: 1,
  date: '2026-11-21',
  mode: 'full',
  code: 'built',
  machine: { cpu: 'Example <CPU> & Co', cores: 2, memory: 8e9, system: 'Linux 6.1 x64' },
  versions: { node: '24.0.0', undici: '8.0.0' },
  peers: [
    peer('raw-socket', 'raw socket'),
    peer('undici-dispatch', 'undici dispatch', ['undici']),
    peer('http-undici', '@x/http-undici', ['undici']),
    peer('undici-request', 'undici request', ['undici']),
  ],
  scenarios: [
    {
      name: 'small-json',
      title: 'Small JSON',
      description: 'GET of a little.',
      rows: [
        row('undici-request', 40, 24_000),
        row('http-undici', 36, 27_000),
        row('raw-socket', 16, 60_000),
        row('undici-dispatch', 30, 33_000),
      ],
    },
  ],
  startup: [
    {
      peer: 'http-undici',
      importTime: around(20),
      firstAnswer: around(60),
      installedSize: 2_500_000,
      installedPackages: 3,
    },
  ],
  budgets: [
    {
      claim: 'own over theirs',
      measured: 0.9,
      spread: spread([0.88, 0.9, 0.93]),
      limit: 1,
      unit: 'x',
      isInclusive: false,
      holds: true,
    },
    { claim: 'sockets left', measured: 3, limit: 0, unit: '', isInclusive: true, holds: false },
  ],
  problems: ['got: not there'],
};

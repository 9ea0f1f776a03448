import { paths } from '../origin/documents.ts';

/** One kind of load: what is called, how often at a time, over how many connections. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What one call does, and what the scenario shows. */
  readonly description: string;
  readonly operation: 'get' | 'post' | 'download';
  readonly path: string;
  readonly inFlight: number;
  readonly connections: number;
  readonly isSecure: boolean;
}

const smallGet = {
  operation: 'get',
  path: paths.small,
  inFlight: 50,
  connections: 50,
  isSecure: false,
} as const;

/** Every scenario; the first is the one the budgets are about. */
export const scenarios: readonly Scenario[] = [
  {
    ...smallGet,
    name: 'small-json',
    title: 'Small JSON, 50 in flight',
    description: 'GET of about 90 bytes of JSON over 50 kept-alive connections, parsed.',
  },
  {
    ...smallGet,
    name: 'thousand-in-flight',
    title: 'Small JSON, 1,000 in flight',
    description:
      'The same with 1,000 calls at a time over 100 connections, where a client can be told so: nine in ten calls wait in line.',
    inFlight: 1_000,
    connections: 100,
  },
  {
    ...smallGet,
    name: 'new-connections',
    title: 'A new connection per request',
    description: 'The same GET of an origin that closes the connection after each answer, 20 in flight.',
    path: paths.closing,
    inFlight: 20,
    connections: 20,
  },
  {
    ...smallGet,
    name: 'tls',
    title: 'Small JSON over TLS',
    description: 'GET of about 90 bytes of JSON over 50 kept-alive TLS 1.3 connections, parsed.',
    isSecure: true,
  },
  {
    ...smallGet,
    name: 'post',
    title: 'POST of JSON',
    description: 'POST of about 90 bytes of JSON, answered by as much, parsed.',
    operation: 'post',
    path: paths.echo,
  },
  {
    ...smallGet,
    name: 'large-json',
    title: '100 KB of JSON',
    description: 'GET of an array of 1,100 users, parsed, 20 in flight.',
    path: paths.large,
    inFlight: 20,
    connections: 20,
  },
  {
    ...smallGet,
    name: 'download',
    title: '10 MB download',
    description: 'GET of 10 MiB as a stream that is read to its end, 2 in flight.',
    operation: 'download',
    path: paths.download,
    inFlight: 2,
    connections: 2,
  },
];

/** The scenario of that name; throws for one that is not there. */
export function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario called ${name}`);
  return scenario;
}

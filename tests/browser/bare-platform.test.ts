import { createContext, runInContext } from 'node:vm';

import { afterAll, beforeAll, describe } from 'vitest';

import { bundle } from './bundle.ts';
import { closed, describeScenarios, type Scenario } from './expectations.ts';
import { Origin } from './origin.ts';

/** What every runtime with `fetch` has. No process, no Buffer, no setImmediate. */
const names = [
  ...['fetch', 'URL', 'URLSearchParams', 'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File'],
  ...['AbortController', 'AbortSignal', 'DOMException', 'TextEncoder', 'TextDecoder'],
  ...['ReadableStream', 'crypto', 'performance', 'btoa'],
  // Of this realm, because fetch gives and takes them.
  ...['Uint8Array', 'ArrayBuffer', 'TypeError', 'Error'],
] as const;

/** Those names, and timers that are numbers. */
function platform(): object {
  const timers = new Map<number, NodeJS.Timeout>();
  let count = 0;
  return {
    ...Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name) as unknown])),
    setTimeout(callback: () => void, delay?: number) {
      timers.set(++count, setTimeout(callback, delay));
      return count;
    },
    clearTimeout(id: number) {
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
  };
}

describe('where there is fetch and nothing of Node', () => {
  let origin: Origin;
  const context = createContext(platform()) as { scenarios: Readonly<Record<string, Scenario>> };
  beforeAll(async () => {
    const { code } = await bundle(`export * from './scenarios.ts'`, 'globalThis.scenarios');
    origin = await Origin.start(code);
    runInContext(code, context);
  });
  afterAll(() => origin[Symbol.asyncDispose]());

  describeScenarios((name) => (context.scenarios[name] as Scenario)(origin.url, closed));
});

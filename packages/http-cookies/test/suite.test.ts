import { describeCookieStore, describePlugin } from '@x/http-testing';
import { describe, it } from 'vitest';

import { Cookie, cookies, memoryStore } from '../src/index.ts';
import { filePlace, sqlitePlace } from './support/store-places.ts';

const memory = async () => ({ store: memoryStore(), [Symbol.asyncDispose]: async () => {} });

describe('memoryStore', () => {
  describeCookieStore({ describe, it }, memory, { Cookie, isVolatile: true, isExclusive: true });
});
describe('fileStore', () => {
  describeCookieStore({ describe, it }, filePlace, { Cookie, isExclusive: true });
});
describe('sqliteStore', () => {
  describeCookieStore({ describe, it }, sqlitePlace, { Cookie });
});

describePlugin({ describe, it }, () => cookies(), {
  refusedOptions: [
    { option: 'jar', make: () => cookies({ jar: 'mine' } as never) },
    { option: 'store', make: () => cookies({ store: {} } as never) },
    { option: 'persist', make: () => cookies({ store: memoryStore(), persist: 'some' } as never) },
    { option: 'cookie', make: () => cookies({ cookie: 'a=1' } as never) },
  ],
  callOptions: [{ cookies: false }],
  refusedCallOptions: { cookies: 'a=1' },
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});

import { describe, it } from 'vitest';

import { memoryStore } from '../src/index.ts';
import { describeCookieStore } from './support/describe-cookie-store.ts';
import { filePlace, sqlitePlace } from './support/store-places.ts';

const memory = async () => ({ store: memoryStore(), [Symbol.asyncDispose]: async () => {} });

describe('memoryStore', () => {
  describeCookieStore({ describe, it }, memory, { isVolatile: true, isExclusive: true });
});
describe('fileStore', () => {
  describeCookieStore({ describe, it }, filePlace, { isExclusive: true });
});
describe('sqliteStore', () => {
  describeCookieStore({ describe, it }, sqlitePlace);
});

import { describeCookieStore } from '@x/http-testing';
import { describe, it } from 'vitest';

import { Cookie, memoryStore } from '../src/index.ts';
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

import { createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import { fakeTransport } from '../../http-core/test/support/fake-transport.ts';
import { standardSchema } from '../src/index.ts';

it('is shown by describe() and adds no call option', async () => {
  const client = createClient({ plugins: [standardSchema(), fakeTransport()] });
  expect(client.describe().decoders).toEqual(['standard-schema']);
  await expect(client.get('https://api.example.com/', { strict: true } as never)).rejects.toThrow("'strict'");
});

import { createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import { fakeTransport } from '../../http-core/test/support/fake-transport.ts';
import { zod } from '../src/index.ts';

it('is shown by describe() and adds no call option', async () => {
  const client = createClient({ plugins: [zod(), fakeTransport()] });
  expect(client.describe().decoders).toEqual(['zod']);
  await expect(client.get('https://api.example.com/', { zod: true } as never)).rejects.toThrow("'zod'");
});

import { ConfigurationError, createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import { fakeTransport } from '../../http-core/test/support/fake-transport.ts';
import { typebox } from '../src/index.ts';

it('is shown by describe()', () => {
  const client = createClient({ plugins: [typebox({ coerce: true }), fakeTransport()] });
  expect(client.describe().decoders).toEqual(['typebox']);
});

it('refuses an option that is no boolean, and one it does not have', () => {
  expect(() => typebox({ coerce: 'yes' as never })).toThrow(ConfigurationError);
  expect(() => typebox({ coerce: 'yes' as never })).toThrow(
    "Option 'coerce' of typebox() must be a boolean, but is a string",
  );
  expect(() => typebox({ coerse: true } as never)).toThrow("Option 'coerse' of typebox() is unknown");
  expect(() => typebox({ clean: undefined })).not.toThrow();
});

it('adds no call option', async () => {
  const client = createClient({ plugins: [typebox(), fakeTransport()] });
  await expect(client.get('https://api.example.com/', { coerce: true } as never)).rejects.toThrow("'coerce'");
});

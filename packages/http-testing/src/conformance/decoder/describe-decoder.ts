import assert from 'node:assert/strict';

import { type AnyPlugin, createClient, MissingDecoderError } from '@x/http-core';

import { type CannedAnswer, cannedTransport } from '../canned-transport.ts';
import { captureHost } from '../capture-host.ts';
import { rejection } from '../rejection.ts';
import type { SuiteRunner } from '../suite-runner.ts';
import { assertDecodeError } from './assert-decode-error.ts';
import type { Ask, DecoderLimits } from './decoder-limits.ts';
import { describeJsonDecoder } from './describe-json-decoder.ts';
import { hostileSchemas } from './hostile-schemas.ts';

/**
 * The conformance suite for decoders: what every client may rely on. `factory` makes the plugin anew for each test; `limits`
 * has schemas and bodies. Decoders of JSON give `limits.json` and are held to more.
 */
export function describeDecoder(runner: SuiteRunner, factory: () => AnyPlugin, limits: DecoderLimits): void {
  const { fits, misfit, foreign = [], contentType = 'application/json' } = limits;
  const headers = { 'content-type': contentType };
  const fitting: CannedAnswer = { headers, body: fits.body };
  const ask: Ask = async (schema, answer) => {
    const client = createClient({ plugins: [factory(), cannedTransport(() => answer)] });
    return client.get('https://api.example.com/', { schema: schema as never });
  };
  const { it } = runner;

  runner.describe(`decoder ${factory().name}`, () => {
    it('decodes a body that fits', async () => {
      assert.deepEqual(await ask(limits.schema(), fitting), fits.value);
    });

    it('gives each call a value of its own', async () => {
      const schema = limits.schema();
      const client = createClient({ plugins: [factory(), cannedTransport(() => fitting)] });
      const [one, two] = await Promise.all(
        [1, 2].map(() => client.get('https://api.example.com/', { schema: schema as never })),
      );
      assert.deepEqual(one, two);
      if (typeof one === 'object') assert.notEqual(one, two);
    });

    it('leaves the bytes as they are', async () => {
      const body = new TextEncoder().encode(fits.body);
      await ask(limits.schema(), { headers, body });
      assert.equal(new TextDecoder().decode(body), fits.body);
    });

    it('leaves what it does not know to others, before anything is sent', async () => {
      for (const schema of [...hostileSchemas(), ...foreign]) {
        const transport = cannedTransport(() => fitting);
        const client = createClient({ plugins: [factory(), transport] });
        const error = await rejection(client.get('https://api.example.com/', { schema: schema as never }));
        assert.ok(error instanceof MissingDecoderError, String(error));
        assert.equal(transport.requests.length, 0);
      }
    });

    it('does not throw when it is asked about a schema', async () => {
      const { decoders = [] } = factory().setup(captureHost()) as {
        decoders?: readonly { claims(schema: unknown): boolean }[];
      };
      for (const decoder of decoders) {
        for (const schema of [undefined, ...hostileSchemas(), ...foreign]) {
          assert.equal(decoder.claims(schema), false);
        }
        assert.equal(decoder.claims(limits.schema()), true);
      }
    });

    it('says of a body that does not fit where and why, and shows nothing of it', async () => {
      const schema = limits.schema();
      const error = await rejection(ask(schema, { headers, body: misfit.body }));
      assertDecodeError(error, schema, misfit.secret);
      assert.notEqual(error.original, undefined);
      assert.ok(error.issues.length > 0, 'no issues');
      assert.deepEqual(error.issues[0]?.path, misfit.path);
      for (const { path, message } of error.issues) {
        assert.ok(Array.isArray(path) && typeof message === 'string' && message !== '', 'issue without text');
      }
    });

    for (const status of [200, 204]) {
      it(`takes an empty body with status ${status} for one that does not fit`, async () => {
        const schema = limits.schema();
        assertDecodeError(await rejection(ask(schema, { status, headers })), schema);
      });
    }

    it('takes a page where data was expected for a body that does not fit', async () => {
      const schema = limits.schema();
      const page = `<!DOCTYPE html><p>${misfit.secret}`;
      const answer = { headers: { 'content-type': 'text/html' }, body: page };
      assertDecodeError(await rejection(ask(schema, answer)), schema, misfit.secret);
    });

    if (limits.json !== undefined) describeJsonDecoder(runner, ask, limits, limits.json);
    else it.skip('reads JSON as every decoder does: its limits have no schemas for JSON', async () => {});
  });
}

import { ConfigurationError, createClient } from '@x/http-core';
import { expect, it } from 'vitest';

import type { RecorderOptions } from '../../src/recorder/recorder-options.ts';
import { recorder } from '../../src/recorder/recorder.ts';

it.each([
  [{}, 'file must be a string that is not empty, not undefined'],
  [{ file: '' }, 'file must be a string that is not empty'],
  [{ file: new URL('https://example.com/x.json') }, 'a URL of the scheme file'],
  [{ file: 'a.json', mode: 'replays' }, "mode must be 'record', 'replay' or 'auto', not a string"],
  [{ file: 'a.json', transport: 'got' }, 'transport must be a plugin with a transport'],
  [{ file: 'a.json', transport: {} }, 'transport.setup must be a function'],
  [{ file: 'a.json', match: { header: [] } }, "Option 'match.header' is unknown"],
  [{ file: 'a.json', match: { headers: 'accept' } }, 'match.headers must be a list of names'],
  [{ file: 'a.json', match: { body: 1 } }, 'match.body must be a boolean'],
  [{ file: 'a.json', repeat: 'yes' }, 'repeat must be a boolean'],
  [{ file: 'a.json', redact: { names: [''] } }, 'redact.names must be a list of names'],
  [{ file: 'a.json', path: 'b' }, "Option 'recorder.path' is unknown"],
])('refuses %j', (options, message) => {
  expect(() => recorder(options as unknown as RecorderOptions)).toThrow(ConfigurationError);
  expect(() => recorder(options as unknown as RecorderOptions)).toThrow(message);
});

it('refuses a plugin without a transport when the client is made', () => {
  const transport = { name: 'empty', contract: 1 as const, setup: () => ({}) };
  const plugins = [recorder({ file: 'a.json', transport })] as const;
  expect(() => createClient({ plugins })).toThrow("Plugin 'empty' has no transport for the recorder to wrap");
});

it('shows in describe() what it wraps and what it does', () => {
  const { transport } = createClient({ plugins: [recorder({ file: 'a.json', mode: 'replay' })] }).describe();
  expect(transport).toBe('recorder(got)');
});

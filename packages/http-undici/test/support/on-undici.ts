import { underTest } from '../../../http-core/test/support/transport-under-test.ts';
import { loadUndici } from '../../src/undici-runtime.ts';
import { undiciTransport } from '../../src/undici-transport.ts';
import { undici } from '../../src/undici.ts';

// Imported ahead of a test of the core's, it has that run on undici.
underTest.transport = {
  name: 'undici',
  module: new URL('../../src/undici.ts', import.meta.url).href,
  features: ['proxy', 'http2'],
  make: undiciTransport,
  plugin: undici,
  load: loadUndici,
};

import { ConfigurationError, type Contribution, definePlugin, type Plugin } from '@x/http-core';

import { Cassette } from './cassette.ts';
import { readRecorderOptions, type RecorderMode, type RecorderOptions } from './recorder-options.ts';
import { RecordingTransport } from './recording-transport.ts';

/**
 * Records what goes over the wire into a file, or plays it back. Wraps the transport, so that redirects, retries, cookies and decoding
 * run in a replay as they did. Secrets are taken out before anything is kept. Throws `ConfigurationError` for options that are wrong.
 */
export function recorder(options: RecorderOptions): Plugin<'recorder'> {
  const settings = readRecorderOptions(options);
  // Of the plugin and not of the client: two clients that record into one file must not overwrite each other.
  const cassette = new Cassette(settings);
  return definePlugin({
    name: 'recorder',
    contract: 1,
    setup(host) {
      const inner = settings.transport.setup(host) as Contribution;
      if (inner.transport === undefined) {
        throw new ConfigurationError(
          `Plugin '${settings.transport.name}' has no transport for the recorder to wrap; give one that has, such as got()`,
        );
      }
      const mode = modeIn(settings.mode, host.env);
      const transport = new RecordingTransport(inner.transport, cassette, settings, mode, host.clock);
      return {
        callOptions: {},
        ...inner,
        transport,
        settings: { ...inner.settings, mode, file: settings.path },
      };
    },
  });
}

/** Nothing is recorded by accident where nobody would commit it. */
function modeIn(mode: RecorderMode, env: Readonly<Record<string, string | undefined>>): RecorderMode {
  const ci = env['CI'] ?? '';
  return mode === 'auto' && ci !== '' && ci !== 'false' && ci !== '0' ? 'replay' : mode;
}

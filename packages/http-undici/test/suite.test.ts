import { describePlugin, describeTransport } from '@x/http-testing';
import { describe, it } from 'vitest';

import { makeAuthority } from '../../http-testing/src/fault-server/certificates.ts';
import { undici } from '../src/index.ts';

const certificate = async () => {
  const authority = await makeAuthority();
  return { ...(await authority.issue()), ca: authority.cert };
};

describeTransport({ describe, it }, () => undici(), { certificate });

describePlugin({ describe, it }, () => undici(), {
  // Each transport writes it where it likes.
  addedHeaders: ['connection'],
  refusedOptions: [{ option: 'nobodyHasThis', make: () => undici({ nobodyHasThis: 1 } as never) }],
  module: new URL('../src/index.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});

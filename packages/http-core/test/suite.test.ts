import { describe, it } from 'vitest';

import { makeAuthority } from '../../http-testing/src/fault-server/certificates.ts';
import { describePlugin, describeTransport, type TransportLimits } from '../../http-testing/src/index.ts';
import { fetchTransport } from '../src/transport/fetch.ts';
import { got } from '../src/transport/got.ts';

const certificate = async () => {
  const authority = await makeAuthority();
  return { ...(await authority.issue()), ca: authority.cert };
};

const itsConnections = 'the platform owns the connections';
/** What no transport over `fetch` can do, wherever it runs. */
const cannot: TransportLimits['cannot'] = {
  statuses: 'the platform raises an error for 407',
  'source-length': 'the platform sends every source in chunks',
  'declared-length': 'the platform tells no length of what it may have decompressed',
  pollution: 'the platform reads its options from the prototype',
  'header-lines': 'a Headers object joins lines of one name',
  'raw-head': 'a Headers object has neither order nor spelling',
  'raw-body': 'the platform decompresses',
  interim: 'the platform reads heads',
  'wire-head': 'the platform adds headers of its own',
  malformed: 'the platform says no more than that it failed',
  'early-answer': 'the platform reports no answer before the end of an upload',
  progress: 'the platform does not tell what has gone out',
  sent: 'the platform does not tell what has gone out',
  evidence: 'the platform does not tell what has gone out',
  reuse: itsConnections,
  pool: itsConnections,
  close: itsConnections,
  tls: itsConnections,
  timeouts: 'the platform tells of no phase but the head',
  timings: 'the platform tells of no phase but the head',
};

describeTransport({ describe, it }, got, { certificate });
describeTransport({ describe, it }, fetchTransport, { cannot });

describePlugin({ describe, it }, got, {
  module: new URL('../src/transport/got.ts', import.meta.url),
  execArgv: ['--conditions=@x/source'],
});

import { type AnyScript, fault, type FaultName, faults, respond, sequence } from '@x/http-testing';

import type { SeededRandom } from '../seeded-random.ts';

/** Faults that need something else than an origin, or that hold a connection which the client has left. */
const unfit = /^(proxy|socks|http2|tls|https|http[A-Z]|uploadStall$)/;
const plain = (Object.keys(faults) as FaultName[]).filter((name) => !unfit.test(name));
const secure = (Object.keys(faults) as FaultName[]).filter((name) => /^(tls|httpOnHttps)/.test(name));

const user = { headers: { 'set-cookie': 'seen=1; Path=/' }, json: { id: 1 } };
const statuses = [404, 408, 429, 500, 502, 503, 504];

/** What one connection does: well in half of all cases. */
export function randomScript(random: SeededRandom, isSecure: boolean): AnyScript {
  if (random.chance(0.5)) return respond(200, { ...user, ...(random.chance(0.2) ? { delay: 20 } : {}) });
  if (random.chance(0.2)) return respond(random.pick(statuses));
  if (random.chance(0.15)) return sequence(respond(200, user), fault(random.pick(afterAnAnswer)));
  return fault(random.pick(isSecure && random.chance(0.2) ? secure : plain), { interval: 10 });
}

const afterAnAnswer: readonly FaultName[] = [
  'resetBeforeHeaders',
  'finBeforeHeaders',
  'headersStall',
  'extraResponse',
  'bodyStall',
  'chunkedCutRst',
];

import { describeTransport } from '@x/http-testing';
import { describe, it } from 'vitest';

import { makeAuthority } from '../../http-testing/src/fault-server/certificates.ts';
import { undici } from '../src/index.ts';

const certificate = async () => {
  const authority = await makeAuthority();
  return { ...(await authority.issue()), ca: authority.cert };
};

describeTransport({ describe, it }, () => undici(), { certificate });

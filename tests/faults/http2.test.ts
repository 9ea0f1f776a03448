import { ConfigurationError, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { describeMatrix, speaksHttp2 } from './describe-matrix.ts';
import { http2Rows } from './rows/http2-rows.ts';
import { transports } from './transports.ts';

const without = transports.filter((transport) => !speaksHttp2(transport));

// INVARIANT: a transport that cannot pass the rows of HTTP/2 refuses the option instead of passing half a body for a whole one.
describe('without HTTP/2', () => {
  it.each(without)('$name says so at construction', (transport) => {
    expect(() => createClient({ http2: true, plugins: [transport.make()] })).toThrow(ConfigurationError);
  });
});

if (without.length < transports.length) describeMatrix(http2Rows);

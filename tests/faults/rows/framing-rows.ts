import { fault, type FaultName } from '@x/http-testing';

import type { Row } from '../row.ts';

const truncated = (name: string, script: FaultName): Row => ({
  name,
  scripts: [fault(script)],
  expected: {
    error: 'NetworkError',
    reason: 'truncated',
    retry: 'I',
    sent: 'complete',
    responseStarted: true,
  },
});
const refused = (name: string, script: FaultName): Row => ({
  name,
  scripts: [fault(script)],
  expected: {
    error: 'ProtocolError',
    reason: 'framing',
    retry: 'N',
    sent: 'complete',
    responseStarted: true,
  },
});

/** Bodies whose length is ambiguous, wrong or not reached. */
export const framingRows: readonly Row[] = [
  truncated('content-length short, FIN', 'contentLengthShortFin'),
  truncated('content-length short, RST', 'contentLengthShortRst'),
  truncated('chunked cut, FIN', 'chunkedCutFin'),
  truncated('chunked cut, RST', 'chunkedCutRst'),
  truncated('delimited by close, RST', 'closeDelimitedRst'),
  { ...truncated('delimited by close, no close_notify', 'closeDelimitedCut'), tls: true },
  refused('bad chunk', 'badChunk'),
  refused('chunk overflow', 'chunkOverflow'),
  refused('long chunk', 'longChunk'),
  refused('content-length and transfer-encoding', 'clAndTe'),
  refused('two content-lengths', 'twoContentLengths'),
  refused('negative content-length', 'negativeContentLength'),
  refused('content-length with a plus', 'plusContentLength'),
  { name: '204 with a body', scripts: [fault('bodyOn204')], expected: { status: 204, text: '' } },
  {
    name: 'a response too many, later',
    scripts: [fault('lateExtraResponse')],
    settles: true,
    expected: { status: 200, text: 'hello' },
  },
  {
    name: 'a response too many, at once',
    scripts: [fault('extraResponse')],
    expected: { status: 200, text: 'hello' },
  },
];

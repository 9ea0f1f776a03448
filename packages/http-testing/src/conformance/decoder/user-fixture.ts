import type { DecoderLimits } from './decoder-limits.ts';

/** Bodies for `describeDecoder` and decoders of JSON; the schema is `{ id: number, name: string, tags: string[] }`. */
export const userFixture: Pick<DecoderLimits, 'fits' | 'misfit'> = {
  fits: { body: '{"id":1,"name":"Ada","tags":["a","b"]}', value: { id: 1, name: 'Ada', tags: ['a', 'b'] } },
  misfit: { body: '{"id":"hunter2-secret","name":"Ada","tags":[]}', path: ['id'], secret: 'hunter2-secret' },
};

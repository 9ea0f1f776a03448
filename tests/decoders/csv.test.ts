import { describeDecoder } from '@x/http-testing';
import { describe, expect, it } from 'vitest';

import { read } from '../structure/repository.ts';
import { csv, Table } from './csv.ts';

describeDecoder({ describe, it }, csv, {
  schema: () => new Table({ id: 'number', name: 'string' }),
  contentType: 'text/csv',
  fits: {
    body: 'id,name\n1,Ada\n2,Grace\n',
    value: [
      { id: 1, name: 'Ada' },
      { id: 2, name: 'Grace' },
    ],
  },
  misfit: { body: 'id,name\n1,Ada\nhunter2,Grace\n', path: [1, 'id'], secret: 'hunter2' },
});

it('is the example of the guide', () => {
  expect(read('docs/write-a-decoder.md')).toContain(read('tests/decoders/csv.ts').trim());
});

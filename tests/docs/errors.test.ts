import { expect, it } from 'vitest';

import { read } from '../structure/repository.ts';
import { errorClasses } from './errors/class-source.ts';
import { path, withReference } from './errors/reference.ts';

it(`${path} is what the classes say; npm run docs -- --generate writes it`, async () => {
  const document = read(path);
  expect(document.match(/<!-- generated: \w+ -->/g)).toHaveLength(5);
  expect(await withReference(document)).toBe(document);
});

it('every field of every class has its doc comment', () => {
  const bare = errorClasses().flatMap(({ name, fields }) =>
    fields.filter(({ text }) => text === '').map((field) => `${name}.${field.name}`),
  );
  expect(bare).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { prepareSource } from '../../src/body/prepare-source.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

const hostile = fc.constantFrom(
  '"',
  '\r\nContent-Type: x\r\n\r\n',
  '--',
  '----form-',
  '\0',
  '\u010a',
  '\u560d',
  '__proto__',
  '\r',
  '\n',
  '',
);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 }), hostile);
const entry = fc.tuple(text, fc.oneof(text, fc.record({ content: text, name: text, type: text })));

const normalized = (value: string): string => value.replace(/\r\n?|\n/g, '\r\n').toWellFormed();

test('any form comes back from a parser as the fields it had, or is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
      const form = new FormData();
      for (const [name, value] of entries) {
        if (typeof value === 'string') form.append(name, value);
        else form.append(name, new File([value.content], value.name, { type: value.type }));
      }
      let body;
      try {
        body = prepareSource(form);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
        return;
      }
      const sent = await readBody(body);
      expect(Buffer.byteLength(sent)).toBe(body.contentLength);
      const parts = sent.split(`--${body.contentType?.split('boundary=')[1]}`);
      expect(parts).toHaveLength(entries.length + 2);
      expect(parts.at(-1)).toBe('--\r\n');
      for (const [index, [name, value]] of entries.entries()) {
        const part = parts[index + 1] ?? '';
        const end = part.indexOf('\r\n\r\n');
        const lines = part.slice(2, end).split('\r\n');
        expect(lines).toHaveLength(typeof value === 'string' ? 1 : 2);
        const shown = normalized(name).replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
        expect(lines[0]).toContain(`Content-Disposition: form-data; name="${shown}"`);
        const content = typeof value === 'string' ? normalized(value) : value.content.toWellFormed();
        expect(part.slice(end + 4, -2)).toBe(content);
      }
    }),
  );
});

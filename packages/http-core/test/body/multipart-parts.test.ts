import { describe, expect, test } from 'vitest';

import { encodeParts } from '../../src/body/multipart-parts.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';

const text = async (form: FormData): Promise<string> => new Blob(encodeParts(form, 'B')).text();
const one = (name: string, value: string | Blob, filename?: string): FormData => {
  const form = new FormData();
  if (typeof value === 'string') form.append(name, value);
  else if (filename === undefined) form.append(name, value);
  else form.append(name, value, filename);
  return form;
};

describe('encodeParts', () => {
  test('fields and files', async () => {
    const form = one('a', 'x');
    form.append('f', new File(['data'], 'n.txt', { type: 'text/plain' }));
    form.append('g', new Blob(['more']));
    form.append('a', 'y');
    expect(await text(form)).toBe(
      [
        '--B',
        'Content-Disposition: form-data; name="a"',
        '',
        'x',
        '--B',
        'Content-Disposition: form-data; name="f"; filename="n.txt"',
        'Content-Type: text/plain',
        '',
        'data',
        '--B',
        'Content-Disposition: form-data; name="g"; filename="blob"',
        'Content-Type: application/octet-stream',
        '',
        'more',
        '--B',
        'Content-Disposition: form-data; name="a"',
        '',
        'y',
        '--B--',
        '',
      ].join('\r\n'),
    );
  });

  test('an empty form is its end', async () => {
    expect(await text(new FormData())).toBe('--B--\r\n');
  });

  test('names and file names cannot break their line', async () => {
    expect(await text(one('a"\r\nx: y', 'v'))).toContain('name="a%22%0D%0Ax: y"\r\n\r\nv\r\n');
    expect(await text(one('a\nb', 'v'))).toContain('name="a%0D%0Ab"');
    expect(await text(one('f', new Blob(['']), 'a"\r\n\r\nb'))).toContain('filename="a%22%0D%0A%0D%0Ab"\r\n');
    expect(await text(one('日本', 'v'))).toContain('name="日本"');
  });

  test('values have the line breaks of the standard, files stay as they are', async () => {
    expect(await text(one('a', '1\n2\r3\r\n4'))).toContain('1\r\n2\r\n3\r\n4\r\n');
    expect(await text(one('a', new Blob(['1\n2\r'])))).toContain('1\n2\r\r\n--B--');
  });

  test.each(['a\0', 'a\x1b', 'a\x7f'])('refuses %o as a name', (name) => {
    expect(() => encodeParts(one(name, 'v'), 'B')).toThrow(InvalidRequestError);
    expect(() => encodeParts(one('a', new Blob(['v']), name), 'B')).toThrow(InvalidRequestError);
  });

  test('a file that lies about its type is refused', () => {
    const form = {
      *[Symbol.iterator]() {
        yield ['a', { name: 'n', size: 0, type: 'a/b\r\nx: y' }];
      },
    };
    expect(() => encodeParts(form as never, 'B')).toThrow(
      'body: the type of a file in a form is not a media type',
    );
  });
});

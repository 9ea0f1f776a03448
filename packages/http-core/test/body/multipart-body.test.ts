import { afterEach, describe, expect, test, vi } from 'vitest';

import { isFormData, multipartBody } from '../../src/body/multipart-body.ts';
import { prepareSource } from '../../src/body/prepare-source.ts';
import { readBody } from '../support/read-body.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const withFile = (content: string): FormData => {
  const form = new FormData();
  form.set('a', 'x');
  form.set('f', new File([content], 'n'));
  return form;
};

describe('multipartBody', () => {
  test('a form of fields only is bytes', () => {
    const form = new FormData();
    form.set('a', 'x');
    const body = multipartBody(form, 'B');
    expect(body.open()).toBeInstanceOf(Uint8Array);
    expect(body.contentType).toBe('multipart/form-data; boundary=B');
  });

  test('a form with files is streamed with its length known, again and again, as it was when it was given', async () => {
    const form = withFile('data');
    const body = multipartBody(form, 'B');
    expect(body.isReplayable).toBe(true);
    const first = await readBody(body);
    form.set('a', 'changed');
    expect(await readBody(body)).toBe(first);
    expect(Buffer.byteLength(first)).toBe(body.contentLength);
    expect(first).toContain('\r\n\r\ndata\r\n--B--\r\n');
  });

  test('files are not read before they are asked for, and cancelled with the body', async () => {
    const file = new File(['data'], 'n');
    const reasons: unknown[] = [];
    const opened = vi.fn(() => new ReadableStream({ cancel: (reason) => void reasons.push(reason) }));
    Object.defineProperty(file, 'stream', { value: opened });
    const body = multipartBody({ [Symbol.iterator]: () => [['f', file]].values() } as never, 'B');
    const iterator = (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    await iterator.next();
    expect(opened).not.toHaveBeenCalled();
    const pending = iterator.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toHaveBeenCalledOnce();
    const reason = new Error('aborted');
    body.destroy(reason);
    await expect(pending).rejects.toBe(reason);
    expect(reasons).toEqual([reason]);
  });

  test('two bodies have two boundaries, neither in the content', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const [first, second] = [prepareSource(withFile('a')), prepareSource(withFile('a'))];
    expect(first.contentType).not.toBe(second.contentType);
    const boundary = first.contentType?.split('boundary=')[1] ?? '';
    expect((await readBody(first)).split(boundary)).toHaveLength(4);
  });
});

test('isFormData', () => {
  expect(isFormData(new FormData())).toBe(true);
  expect(isFormData({ [Symbol.toStringTag]: 'FormData' })).toBe(false);
});

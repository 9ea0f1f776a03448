import type { ByteSource } from './byte-source.ts';
import { BytesBody } from './bytes-body.ts';
import { encodeParts } from './multipart-parts.ts';
import type { MultipartPart } from './multipart-parts.ts';
import type { PreparedBody } from './prepared-body.ts';
import { ReopenedBody } from './reopened-body.ts';
import { webSource } from './web-source.ts';

/** Whether `value` is a web `FormData`; the npm package of that name is a stream and has no `getAll`. */
export function isFormData(value: object): value is FormData {
  return (
    Object.prototype.toString.call(value) === '[object FormData]' &&
    typeof (value as Partial<FormData>).getAll === 'function'
  );
}

/** A form as multipart/form-data, taken as it is now; files are read as it is sent. */
export function multipartBody(form: FormData, boundary: string): PreparedBody {
  const parts = encodeParts(form, boundary);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const [first, ...others] = parts;
  if (first instanceof Uint8Array && others.length === 0) return new BytesBody(first, contentType);
  const length = parts.reduce(
    (sum, part) => sum + (part instanceof Uint8Array ? part.byteLength : part.size),
    0,
  );
  return new ReopenedBody(() => partsSource(parts), contentType, length);
}

function partsSource(parts: readonly MultipartPart[]): ByteSource {
  const rest = parts.values();
  let file: ByteSource | undefined;
  return {
    async next() {
      if (file !== undefined) {
        const result = await file.next();
        if (result.done !== true) return result;
        file = undefined;
      }
      const part = rest.next();
      if (part.done === true) return { done: true, value: undefined };
      if (part.value instanceof Uint8Array) return { done: false, value: part.value };
      file = webSource(part.value.stream());
      // Skipped by the reader, which then asks for the file's first chunk.
      return { done: false, value: new Uint8Array(0) };
    },
    destroy: (reason) => file?.destroy(reason),
  };
}

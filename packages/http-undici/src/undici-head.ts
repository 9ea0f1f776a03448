import { readHead, type ResponseHead } from '@x/http-core/transport';

import { rawHeadersOf } from './raw-headers.ts';

type Values = string | readonly string[];

/** The headers of a response: undici has parsed them; as they were spelt they are made for who asks. */
export class UndiciHead {
  readonly #parsed: Readonly<Record<string, Values>>;
  readonly #parts: readonly Buffer[];
  #raw: readonly string[] | undefined = undefined;

  constructor(parsed: object, parts: readonly Buffer[]) {
    this.#parsed = parsed as Readonly<Record<string, Values>>;
    this.#parts = parts;
  }

  get rawHeaders(): readonly string[] {
    return (this.#raw ??= rawHeadersOf(this.#parts));
  }

  /** The name in lower case; own properties only, for undici's record is an ordinary object. */
  header(name: string): Values | undefined {
    return Object.hasOwn(this.#parsed, name) ? this.#parsed[name] : undefined;
  }

  /** What the transport itself goes by. */
  read(): ResponseHead {
    const length = this.header('content-length');
    const keepAlive = this.header('keep-alive');
    if (keepAlive !== undefined) return readHead(this.rawHeaders);
    return { contentLength: length === undefined ? undefined : Number(length), keepAliveTimeout: undefined };
  }
}

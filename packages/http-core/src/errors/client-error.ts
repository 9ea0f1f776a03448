import type { AttemptRecord } from '../call/ledger.ts';
import { redactText } from '../redact.ts';
import type { RequestSummary } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import type { Sent } from '../transport/transport.ts';
import { clip } from './clip.ts';
import { isOfKind, kindsOf, lineage } from './lineage.ts';
import { printError } from './print-error.ts';
import { summarize, type ErrorSummary } from './summarize.ts';

/** What any error of the tree can be told beside its message. */
export interface ClientErrorDetails {
  readonly cause?: unknown;
  readonly request?: RequestSummary | undefined;
  readonly response?: HttpResponse | undefined;
  readonly sent?: Sent | undefined;
}

const inspectCustom: unique symbol = /* @__PURE__ */ Symbol.for(
  'nodejs.util.inspect.custom',
) as typeof inspectCustom;
const noAttempts: readonly AttemptRecord[] = /* @__PURE__ */ Object.freeze([]);

/** The root of everything this library throws, the caller's own abort reason excepted. `message` is redacted as it is taken. */
export class ClientError extends Error {
  /** The class's name across installed copies; a subclass that declares its own takes part in `instanceof` across them. */
  static readonly kind: string = 'ClientError';
  /** The public contract: stable within a major version, unlike `message`. */
  readonly code: string = 'ERR_HTTP';
  /** The response's status on a `StatusError`, absent on every other class. */
  declare readonly status?: number | undefined;
  #cause: unknown;
  #request: RequestSummary | undefined;
  #response: HttpResponse | undefined;
  #sent: Sent | undefined;
  #attempts: readonly AttemptRecord[] | undefined;

  constructor(message: string, details?: ClientErrorDetails) {
    super(clip(redactText(message), 1000));
    if (details === undefined) return;
    this.#request = details.request;
    this.#response = details.response;
    this.#sent = details.sent;
    if (details.cause === undefined) return;
    this.#cause = details.cause;
    Object.defineProperty(this, 'cause', ClientError.#causeProperty);
  }

  // An uncaught error is printed with `customInspect: false`, which shows the value of a data property but not of an own accessor.
  static readonly #causeProperty: PropertyDescriptor = {
    configurable: true,
    enumerable: false,
    get(this: ClientError): unknown {
      return this.#cause;
    },
    set(this: ClientError, cause: unknown) {
      this.#cause = cause;
    },
  };

  // On the prototype, so that the stack begins with the class's name, also when minified. Not as an accessor in the class's
  // body: TypeScript would forbid a subclass to write `override name = 'MyError'`.
  static {
    Object.defineProperty(this.prototype, 'name', {
      configurable: true,
      get(this: ClientError): string {
        return (this.constructor as typeof ClientError).kind;
      },
      set(this: ClientError, name: string) {
        Object.defineProperty(this, 'name', {
          value: name,
          configurable: true,
          enumerable: false,
          writable: true,
        });
      },
    });
  }

  /** True for an error of the same kind from another copy of this package; ordinary for classes without a `kind` of their own. */
  static override [Symbol.hasInstance]<C extends abstract new (...input: never) => unknown>(
    this: C,
    value: unknown,
  ): value is InstanceType<C> {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return Object.hasOwn(this, 'kind') && isOfKind(value, (this as unknown as { kind: string }).kind);
  }

  /** The ledger: one record per attempt of the call, empty when nothing was tried. */
  get attempts(): readonly AttemptRecord[] {
    return this.#attempts ?? this.#response?.attempts ?? noAttempts;
  }
  set attempts(attempts: readonly AttemptRecord[]) {
    this.#attempts = attempts;
  }

  /** The request as it was sent; its URL and headers are not redacted here. */
  get request(): RequestSummary | undefined {
    return this.#request ?? this.#response?.request;
  }
  set request(request: RequestSummary | undefined) {
    this.#request = request;
  }

  /** The response, where one came. */
  get response(): HttpResponse | undefined {
    return this.#response;
  }
  set response(response: HttpResponse | undefined) {
    this.#response = response;
  }

  /** How much of the last attempt's request had gone out; `undefined` where that is not known. */
  get sent(): Sent | undefined {
    return this.#sent ?? this.attempts.at(-1)?.sent;
  }
  set sent(sent: Sent | undefined) {
    this.#sent = sent;
  }

  get [lineage](): readonly string[] {
    return Object.hasOwn(this, 'constructor') ? [] : kindsOf(this.constructor);
  }

  /** Appends ` (note)` to the message; the stack follows when it is captured anew. */
  annotate(note: string): this {
    this.message += ` (${redactText(note)})`;
    return this;
  }

  /** Under 2 KB and without secrets: the cause as name, code and message, of the ledger the first and last three attempts. */
  toJSON(): ErrorSummary {
    return summarize(this);
  }

  [inspectCustom](depth?: number): string {
    return printError(this, depth);
  }
}

import { defaultTransport } from '#default-transport';

import { captureFrames } from './call/call-site.ts';
import type { CallInput } from './call/prepare-call.ts';
import { runCall } from './call/run-call.ts';
import type { Client } from './client.ts';
import type { Description } from './client/describe.ts';
import { fetchThrough } from './client/fetch-door.ts';
import { checkHealth, type HealthReport } from './client/health.ts';
import type { CloseOptions } from './client/lifecycle.ts';
import type { Listener } from './events.ts';
import type { DecodersOf, OptionsOf } from './infer.ts';
import type { ClientOptions, ExtendOptions } from './options/client-options.ts';
import { checkCloseOptions } from './options/close-options.ts';
import type { AnyPlugin } from './plugin.ts';
import { type Assembly, assemble } from './plugin/assemble.ts';
import type { HttpResponse } from './response.ts';
import { asResponsePromise, Pending, type ResponsePromise } from './response/response-promise.ts';

/** Makes a client. `ConfigurationError` at once for a wrong option or a set of plugins that does not go together. */
export function createClient<const P extends readonly AnyPlugin[] = readonly []>(
  options?: ClientOptions<P>,
): Client<OptionsOf<P>, DecodersOf<P>> {
  return new HttpClient(assemble(options, defaultTransport())) as unknown as Client<
    OptionsOf<P>,
    DecodersOf<P>
  >;
}

type Frameless = (...values: never[]) => unknown;

class HttpClient {
  readonly name: string;
  readonly #assembly: Assembly;

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
    this.name = assembly.configuration.name;
  }

  // Properties, not methods: verbs are taken off the client, by `const { get } = api` and by SDKs that want a fetch.
  readonly get = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('GET', url, options, this.get);
  readonly head = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('HEAD', url, options, this.head);
  readonly options = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('OPTIONS', url, options, this.options);
  readonly post = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('POST', url, options, this.post);
  readonly put = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('PUT', url, options, this.put);
  readonly patch = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('PATCH', url, options, this.patch);
  readonly delete = (url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start('DELETE', url, options, this.delete);
  readonly request = (method: string, url: string | URL, options?: object): ResponsePromise<unknown> =>
    this.#start(method, url, options, this.request);

  readonly stream = (method: string, url: string | URL, options?: object): Promise<HttpResponse> => {
    const input = { method, reference: url, options, isStreamed: true };
    return this.#run(input, new Pending(), this.stream) as Promise<HttpResponse>;
  };

  readonly fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetchThrough(this.stream, input, init);

  extend(options: ExtendOptions): HttpClient {
    return new HttpClient(assemble(options, defaultTransport(), this.#assembly));
  }

  describe(): Description {
    return this.#assembly.describe();
  }

  on(event: string, listener: Listener): () => void {
    return this.#assembly.events.on(event, listener);
  }

  open(): Promise<void> {
    return this.#assembly.engine.lifecycle.open();
  }

  async close(options?: CloseOptions): Promise<void> {
    return this.#assembly.engine.lifecycle.close(checkCloseOptions(options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  health(url: string | URL = ''): Promise<HealthReport> {
    return this.#probe('GET', url);
  }

  warmUp(urls: readonly (string | URL)[]): Promise<readonly HealthReport[]> {
    // A single URL is as good as a list of one: this never rejects.
    return Promise.all([urls].flat().map((url) => this.#probe('HEAD', url)));
  }

  #probe(method: string, url: string | URL): Promise<HealthReport> {
    const { reader } = this.#assembly.engine;
    const options = reader.knows('retry') ? { retry: false } : undefined;
    return checkHealth(url, this.#assembly.configuration.clock, () => this.request(method, url, options));
  }

  #start(
    method: string,
    reference: string | URL,
    options: object | undefined,
    verb: Frameless,
  ): ResponsePromise<unknown> {
    const pending = new Pending();
    const promise = this.#run({ method, reference, options, isStreamed: false }, pending, verb);
    return asResponsePromise(promise, pending);
  }

  #run(input: CallInput, pending: Pending, verb: Frameless): Promise<unknown> {
    const { engine, configuration } = this.#assembly;
    return runCall(engine, input, pending, configuration.captureStack ? captureFrames(verb) : undefined);
  }
}

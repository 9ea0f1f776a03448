/** What every SDK that takes a `fetch` asks for. */
export interface ChatSdkOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** Somebody else's SDK, in the usual form: it brings its own URLs, headers and errors, and takes whatever `fetch` it is given. */
export class ChatSdk {
  readonly #options: ChatSdkOptions;

  constructor(options: ChatSdkOptions) {
    this.#options = options;
  }

  async models(): Promise<readonly string[]> {
    const response = await this.#send('models', { method: 'GET' });
    const { data } = (await response.json()) as { data: { id: string }[] };
    return data.map(({ id }) => id);
  }

  /** The answer, word by word as it comes: server-sent events. */
  async *chat(prompt: string): AsyncGenerator<string> {
    const response = await this.#send('chat', { method: 'POST', body: JSON.stringify({ prompt }) });
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = event.slice('data: '.length);
        if (data === '[DONE]') return;
        yield (JSON.parse(data) as { word: string }).word;
      }
    }
  }

  async #send(reference: string, init: RequestInit): Promise<Response> {
    const { baseUrl, apiKey, fetch = globalThis.fetch } = this.#options;
    const request = new Request(new URL(reference, baseUrl), {
      ...init,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    });
    const response = await fetch(request);
    if (!response.ok) throw new Error(`ChatSdk: status ${response.status}`);
    return response;
  }
}

import { type Call, definePlugin, type Layer, type Plugin } from '@x/http-core';

import { checkGreeting, type HelloCallOptions, type HelloOptions, readGreeting } from './hello-options.ts';

/** Greets the peer: a header `greeting` on every request. Throws `ConfigurationError` for options that are wrong. */
export function hello(options: HelloOptions = {}): Plugin<'hello', HelloCallOptions> {
  const greeting = readGreeting(options);
  return definePlugin({
    name: 'hello',
    contract: 1,
    // Runs once per client: whatever a plugin remembers is made in here, so that two clients never share it.
    setup: () => ({
      call: { around: greet(greeting) },
      callOptions: { greeting: checkGreeting },
      settings: { greeting },
    }),
  });
}

/** Sets the header once per call, so that every attempt says the same; a header that the caller gave stays. */
function greet(greeting: string): Layer<Call<HelloCallOptions>> {
  return (inner) => (call) => {
    const own = call.options.greeting ?? greeting;
    const { headers } = call.request;
    if (own !== false && !headers.has('greeting')) headers.set('greeting', own);
    // Nothing to await, so the inner promise is handed on as it is.
    return inner(call);
  };
}

import { describeValue } from '../describe-value.ts';
import { causeSuffix } from '../errors/describe-cause.ts';
import { ConfigurationError, isClientError } from '../errors/index.ts';
import type { Send } from '../plugin.ts';

type AnySend = Send<never>;

/**
 * Puts a plugin's layer around `inner`, once. A layer that throws at once, or answers without a promise, is as good as
 * an asynchronous one from then on, so that no layer outside it needs to know.
 */
export function wrapLayer(
  plugin: string,
  place: string,
  layer: (inner: AnySend) => AnySend,
  inner: AnySend,
): AnySend {
  const send = made(plugin, place, layer, inner);
  if (typeof send !== 'function') {
    throw new ConfigurationError(
      `Plugin '${plugin}': its layer in '${place}' must return a function, but returned ${describeValue(send)}`,
    );
  }
  return (context) => {
    try {
      const answer = send(context);
      return answer instanceof Promise ? answer : Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

function made(plugin: string, place: string, layer: (inner: AnySend) => AnySend, inner: AnySend): AnySend {
  try {
    return layer(inner);
  } catch (cause) {
    if (isClientError(cause)) throw cause;
    const message = `Plugin '${plugin}' failed to make its layer in '${place}'${causeSuffix(cause)}`;
    throw new ConfigurationError(message, { cause });
  }
}

import type { Call } from '../call/context.ts';
import { type ClientError, isClientError } from '../errors/index.ts';
import { definePlugin, type Layer, type Plugin } from '../plugin.ts';
import { toHttpResponse } from './answer.ts';
import { interceptorFailure } from './guard.ts';
import { scopeOf } from './scope.ts';

/** Sees what a call failed with, status errors among them. Returns a response or a value instead, or nothing to rethrow. */
export type OnError = (error: ClientError, context: Call) => unknown;

/** A function as a plugin, in the slot `recover`. A caller's own abort passes by; what it throws is an `InterceptorError`. */
export function onError(fn: OnError): Plugin<'[onError]'> {
  scopeOf('onError', fn, undefined);
  const layer: Layer<Call> = (inner) => (context) =>
    inner(context).catch(async (error: unknown) => {
      if (!isClientError(error)) throw error;
      let answer: unknown;
      try {
        answer = await fn(error, context);
      } catch (raised) {
        throw interceptorFailure('error', context, raised);
      }
      if (answer === undefined) throw error;
      return toHttpResponse(context, answer);
    });
  return definePlugin({
    name: '[onError]',
    contract: 1,
    setup: () => ({ call: { recover: layer }, callOptions: {} }),
  });
}

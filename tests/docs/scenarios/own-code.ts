import { afterResponse, beforeRequest, middleware, onError } from '@x/http-core';

import type { Scenario, Scenarios, Scene } from './scene.ts';

function broken(): never {
  throw new Error('no session');
}

/** A call of a client with that interceptor. */
function intercepted(plugin: Parameters<Scene['client']>[0] & object): Scenario {
  return async (scene) => {
    const baseUrl = await scene.origin((request, response) =>
      response.writeHead(request.url === '/404' ? 404 : 200).end(),
    );
    return scene.line(scene.client({ baseUrl, ...plugin }).get('404'));
  };
}

/** What goes wrong on this side of the wire. */
export const ownCode: Scenarios = {
  'Interceptor failure': [
    intercepted({ plugins: [beforeRequest(broken)] }),
    intercepted({ plugins: [afterResponse(broken)] }),
    intercepted({ plugins: [onError(broken)] }),
    intercepted({ plugins: [middleware('call', broken)] }),
  ],

  'Client resolves before boot': [
    (scene) => scene.line(scene.client({ name: 'users', lazyOpen: false }).get('https://api.example.com/')),
  ],

  'The client has been closed': [
    async (scene) => {
      const client = scene.client({ name: 'users' });
      await client.close();
      return scene.line(client.get('https://api.example.com/'));
    },
  ],

  'An option or a URL is refused': [
    (scene) => scene.line(Promise.resolve().then(() => scene.client({ pool: { maxConnections: 0 } }))),
    (scene) => scene.line(scene.client({ baseUrl: 'https://api.example.com/v1' }).get('../admin')),
    (scene) => scene.line(scene.client().get('https://api.example.com/', { cookies: false } as object)),
    (scene) => scene.line(scene.client().get('https://api.example.com/', { schema: {} as never })),
  ],
};

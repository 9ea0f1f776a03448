import { axios } from './axios.ts';
import { globalFetch } from './global-fetch.ts';
import { got } from './got.ts';
import { httpCore } from './http-core.ts';
import { httpEverything } from './http-everything.ts';
import { httpUndici } from './http-undici.ts';
import { ky } from './ky.ts';
import { nodeHttp } from './node-http.ts';
import { ofetch } from './ofetch.ts';
import type { PeerDefinition } from './peer.ts';
import { rawSocket } from './raw-socket.ts';
import { undiciDispatch } from './undici-dispatch.ts';
import { undiciFetch } from './undici-fetch.ts';
import { undiciRequest } from './undici-request.ts';
import { wretch } from './wretch.ts';

/** Everybody who is measured, in the order of their turns. */
export const peers: readonly PeerDefinition[] = [
  rawSocket,
  undiciDispatch,
  httpUndici,
  httpEverything,
  undiciRequest,
  nodeHttp,
  undiciFetch,
  globalFetch,
  ofetch,
  wretch,
  ky,
  httpCore,
  axios,
  got,
];

/** The peer of that name; throws for one that is not there. */
export function peerNamed(name: string): PeerDefinition {
  const peer = peers.find((one) => one.name === name);
  if (peer === undefined) throw new Error(`There is no peer called ${name}`);
  return peer;
}

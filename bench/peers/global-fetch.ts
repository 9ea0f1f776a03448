import { fetchPeer } from './fetch-peer.ts';
import type { PeerDefinition } from './peer.ts';

export const globalFetch: PeerDefinition = {
  name: 'global-fetch',
  label: 'global fetch',
  packages: [],
  imports: [],
  settings: "Node's own `fetch(url)`, `response.json()`; opens as many connections as calls are in flight",
  connect: async ({ origin }) =>
    fetchPeer(origin, (url, settings) => (settings === undefined ? fetch(url) : fetch(url, settings))),
};

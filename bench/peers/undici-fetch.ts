import { fetchPeer } from './fetch-peer.ts';
import type { PeerDefinition } from './peer.ts';

export const undiciFetch: PeerDefinition = {
  name: 'undici-fetch',
  label: 'undici fetch',
  packages: ['undici'],
  imports: ['undici'],
  settings: '`fetch(url, { dispatcher: new Agent({ connections }) })` of the package, `response.json()`',
  async connect({ origin, connections }) {
    const { Agent, fetch } = await import('undici');
    const dispatcher = new Agent({ connections });
    return fetchPeer(origin, (url, settings) => fetch(url, { ...settings, dispatcher }));
  },
};

// Prints how many milliseconds a client takes to be imported, or to be imported, made and answered once.
import { paths } from '../origin/documents.ts';
import { peerNamed } from '../peers/peers.ts';

const [what = '', name = '', origin = ''] = process.argv.slice(2);
const peer = peerNamed(name);
const startedAt = performance.now();
if (what === 'import') {
  for (const specifier of peer.imports) await import(specifier);
} else {
  const client = await peer.connect({ origin, connections: 1 });
  await client.get(paths.small);
}
process.stdout.write(String(performance.now() - startedAt), () => process.exit());

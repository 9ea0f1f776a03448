import { sqliteStore } from '../../src/index.ts';
import { cookieOf } from './store-cookies.ts';

/** A process of its own: writes `count` cookies named after `writer`, one after the other, and one that all of them write. */
const [path = '', writer = '', count = '0'] = process.argv.slice(2);
const store = sqliteStore(path);
// Nobody begins before everybody is there.
process.once('message', () => void write());
process.send?.('ready');

async function write(): Promise<void> {
  for (let index = 0; index < Number(count); index += 1) {
    await store.putCookie(cookieOf(`${writer}-${index}`, { value: `${writer} ${index}` }));
    await store.putCookie(cookieOf('common', { value: `${writer} ${index}` }));
    if (index % 10 === 9) await store.removeCookie('a.example.com', '/', `${writer}-${index}`);
  }
  await store.close();
  process.disconnect();
}

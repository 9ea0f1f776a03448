import { abort } from './abort.ts';
import { configured } from './configured.ts';
import { decoders } from './decoders.ts';
import { download } from './download.ts';
import { flakyAnswers } from './flaky-answers.ts';
import { login } from './login.ts';
import { outage } from './outage.ts';
import { redirect } from './redirect.ts';
import { refused } from './refused.ts';
import { staleSocket } from './stale-socket.ts';
import { statusError } from './status-error.ts';
import { timeout } from './timeout.ts';
import { legend, milliseconds, paint, type Print } from './transcript.ts';
import { typedResult } from './typed-result.ts';
import { upload } from './upload.ts';
import { warmUp } from './warm-up.ts';

type Scene = (print: Print) => Promise<void>;

/** To add a scene, add a line. */
const scenes: readonly (readonly [title: string, scene: Scene])[] = [
  ['A warm client: got is loaded, a connection is open', warmUp],
  ['A typed result, by a decoder of 20 lines', typedResult],
  ['Typed results and typed errors, by TypeBox', decoders],
  ['A status error, as catch sees it', statusError],
  ['One endpoint, six moods, one tree of errors', flakyAnswers],
  ['A timeout that knows its phase', timeout],
  ['Redirects, and what does not go along', redirect],
  ['A streamed download with progress', download],
  ['A streamed upload with progress', upload],
  ['An abort', abort],
  ['A refused connection', refused],
  ['A login behind a proxy with credentials', login],
  ['A kept-alive socket that went stale', staleSocket],
  ['The fastest transport, set up by the environment, against a server of faults', configured],
  ['An outage, with retries, a budget and a circuit breaker', outage],
];

/** Longer than the whole demo takes on a slow machine; then something hangs. */
const limit = 60_000;

const begun = performance.now();
const watchdog = setTimeout(() => {
  console.log(`The demo hangs: stopped after ${limit / 1000} s.`);
  process.exit(1);
}, limit);

console.log(
  paint('bold', '@x/http against a local API that is flaky on purpose. Every byte crosses a real socket.'),
);
console.log(paint('dim', legend));
let failed = 0;
for (const [index, [title, scene]] of scenes.entries()) {
  console.log(`\n${paint('bold', `${index + 1}. ${title}`)}`);
  try {
    await scene((line) => console.log(`   ${line}`));
  } catch (error) {
    failed += 1;
    console.log(paint('red', '   ✗ this scene did not come out as it should:'), error);
  }
}
clearTimeout(watchdog);
const time = milliseconds(performance.now() - begun);
console.log(`\n${scenes.length - failed} of ${scenes.length} scenes came out as they should, in ${time}.`);
process.exitCode = failed === 0 ? 0 : 1;

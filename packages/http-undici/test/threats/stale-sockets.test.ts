import '../support/on-undici.ts';
import '../../../http-core/test/threats/stale-sockets.test.ts';

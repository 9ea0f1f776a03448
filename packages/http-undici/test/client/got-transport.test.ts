import '../support/on-undici.ts';
import '../../../http-core/test/transport/got-transport.test.ts';

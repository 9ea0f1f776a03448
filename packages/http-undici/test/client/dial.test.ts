import '../support/on-undici.ts';
import '../../../http-core/test/transport/dial.test.ts';

import '../support/on-undici.ts';
import '../../../http-core/test/transport/wire-failure.test.ts';

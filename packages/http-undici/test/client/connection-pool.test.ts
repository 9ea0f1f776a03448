import '../support/on-undici.ts';
import '../../../http-core/test/transport/connection-pool.test.ts';

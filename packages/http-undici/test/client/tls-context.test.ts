import '../support/on-undici.ts';
import '../../../http-core/test/transport/tls-context.test.ts';

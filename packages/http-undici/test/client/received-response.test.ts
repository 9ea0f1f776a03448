import '../support/on-undici.ts';
import '../../../http-core/test/transport/received-response.test.ts';

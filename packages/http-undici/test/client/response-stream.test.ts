import '../support/on-undici.ts';
import '../../../http-core/test/transport/response-stream.test.ts';

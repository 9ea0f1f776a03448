import '../support/on-undici.ts';
import '../../../http-core/test/threats/response-framing.test.ts';

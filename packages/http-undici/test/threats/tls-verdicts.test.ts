import '../support/on-undici.ts';
import '../../../http-core/test/threats/tls-verdicts.test.ts';

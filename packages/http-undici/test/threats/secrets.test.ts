import '../support/on-undici.ts';
import '../../../http-core/test/threats/secrets.test.ts';

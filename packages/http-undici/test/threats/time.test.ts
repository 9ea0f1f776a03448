import '../support/on-undici.ts';
import '../../../http-core/test/threats/time.test.ts';

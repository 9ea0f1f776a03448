import '../support/on-undici.ts';
import '../../../http-core/test/threats/aborts.test.ts';

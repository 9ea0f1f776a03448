import '../support/on-undici.ts';
import '../../../http-core/test/threats/deadlines.test.ts';

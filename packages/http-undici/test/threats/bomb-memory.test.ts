import '../support/on-undici.ts';
import '../../../http-core/test/threats/bomb-memory.test.ts';

import '../support/on-undici.ts';
import '../../../http-core/test/threats/connection-limits.test.ts';

import '../support/on-undici.ts';
import '../../../http-core/test/threats/hostile-names.test.ts';

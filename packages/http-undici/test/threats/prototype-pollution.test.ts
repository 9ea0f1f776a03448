import '../support/on-undici.ts';
import '../../../http-core/test/threats/prototype-pollution.test.ts';

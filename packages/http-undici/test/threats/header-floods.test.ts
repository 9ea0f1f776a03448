import '../support/on-undici.ts';
import '../../../http-core/test/threats/header-floods.test.ts';

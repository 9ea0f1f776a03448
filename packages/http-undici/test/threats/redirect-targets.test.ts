import '../support/on-undici.ts';
import '../../../http-core/test/threats/redirect-targets.test.ts';

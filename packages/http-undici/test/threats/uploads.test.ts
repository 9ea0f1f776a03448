import '../support/on-undici.ts';
import '../../../http-core/test/threats/uploads.test.ts';

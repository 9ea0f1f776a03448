import '../support/on-undici.ts';
import '../../../http-core/test/transport/upload.test.ts';

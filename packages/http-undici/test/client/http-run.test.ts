import '../support/on-undici.ts';
import '../../../http-core/test/transport/http-run.test.ts';

import '../support/on-undici.ts';
import '../../../http-core/test/threats/request-smuggling.test.ts';

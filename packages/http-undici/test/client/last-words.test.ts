import '../support/on-undici.ts';
import '../../../http-core/test/transport/last-words.test.ts';

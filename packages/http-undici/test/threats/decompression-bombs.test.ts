import '../support/on-undici.ts';
import '../../../http-core/test/threats/decompression-bombs.test.ts';

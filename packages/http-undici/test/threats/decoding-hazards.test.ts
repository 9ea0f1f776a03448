import '../support/on-undici.ts';
import '../../../http-core/test/threats/decoding-hazards.test.ts';

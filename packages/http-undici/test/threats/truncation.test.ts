import '../support/on-undici.ts';
import '../../../http-core/test/threats/truncation.test.ts';

import '../support/on-undici.ts';
import '../../../http-core/test/threats/abort-listeners.test.ts';

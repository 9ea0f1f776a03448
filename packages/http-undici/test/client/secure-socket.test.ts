import '../support/on-undici.ts';
import '../../../http-core/test/transport/secure-socket.test.ts';

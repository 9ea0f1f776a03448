import '../support/on-undici.ts';
import '../../../http-core/test/threats/injection.props.test.ts';

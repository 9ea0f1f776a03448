import { describeMatrix } from './describe-matrix.ts';
import { proxyRows } from './rows/proxy-rows.ts';

describeMatrix(proxyRows);

import { describeMatrix } from './describe-matrix.ts';
import { abortRows } from './rows/abort-rows.ts';

describeMatrix(abortRows);

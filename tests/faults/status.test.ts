import { describeMatrix } from './describe-matrix.ts';
import { statusRows } from './rows/status-rows.ts';

describeMatrix(statusRows);

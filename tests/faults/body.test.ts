import { describeMatrix } from './describe-matrix.ts';
import { bodyRows } from './rows/body-rows.ts';

describeMatrix(bodyRows);

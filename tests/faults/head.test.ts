import { describeMatrix } from './describe-matrix.ts';
import { headRows } from './rows/head-rows.ts';

describeMatrix(headRows);

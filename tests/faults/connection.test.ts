import { describeMatrix } from './describe-matrix.ts';
import { connectionRows } from './rows/connection-rows.ts';

describeMatrix(connectionRows);

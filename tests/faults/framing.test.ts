import { describeMatrix } from './describe-matrix.ts';
import { framingRows } from './rows/framing-rows.ts';

describeMatrix(framingRows);

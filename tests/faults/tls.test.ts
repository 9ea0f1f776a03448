import { describeMatrix } from './describe-matrix.ts';
import { tlsRows } from './rows/tls-rows.ts';

describeMatrix(tlsRows);

import type { Row } from './row.ts';
import { abortRows } from './rows/abort-rows.ts';
import { bodyRows } from './rows/body-rows.ts';
import { connectionRows } from './rows/connection-rows.ts';
import { framingRows } from './rows/framing-rows.ts';
import { headRows } from './rows/head-rows.ts';
import { http2Rows } from './rows/http2-rows.ts';
import { proxyRows } from './rows/proxy-rows.ts';
import { statusRows } from './rows/status-rows.ts';
import { tlsRows } from './rows/tls-rows.ts';

/** The whole table: what goes wrong, and what a call comes to then. */
export const matrix: Readonly<Record<string, readonly Row[]>> = {
  connection: connectionRows,
  tls: tlsRows,
  head: headRows,
  framing: framingRows,
  body: bodyRows,
  status: statusRows,
  proxy: proxyRows,
  abort: abortRows,
  http2: http2Rows,
};

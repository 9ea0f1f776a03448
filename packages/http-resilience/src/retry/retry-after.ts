import type { HttpResponse } from '@x/http-core';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** RFC 9110, section 5.6.7: IMF-fixdate, the only form that may be sent. `Date.parse` alone takes far more than dates. */
const fixdate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/**
 * How long a response asks to wait, in milliseconds from `wallNow`, never negative: `retry-after-ms`, else Retry-After (RFC 9110,
 * section 10.2.3). `undefined` without one, or when it is neither digits nor an HTTP date.
 */
export function retryAfterOf(response: HttpResponse, wallNow: number): number | undefined {
  const milliseconds = response.header('retry-after-ms');
  if (milliseconds !== null && /^\d+$/.test(milliseconds)) return Number(milliseconds);
  const value = response.header('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = parseDate(value);
  return date === undefined ? undefined : Math.max(0, date - wallNow);
}

function parseDate(value: string): number | undefined {
  const match = fixdate.exec(value);
  const month = match === null ? -1 : months.indexOf(match[2] as string);
  if (match === null || month === -1) return undefined;
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((group) => Number(match[group]));
  return Date.UTC(year as number, month, day, hour, minute, second);
}

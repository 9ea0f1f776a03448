/** Scheme, host and port of an absolute http or https URL without userinfo, as the URL parser spells it. */
export function originIn(href: string): string {
  return href.slice(0, href.indexOf('/', 8));
}

import type { MockRequest } from './mock-request.ts';
import type { MockRoute } from './route.ts';
import type { Step } from './step.ts';
import { UnmatchedRequestError } from './unmatched-request-error.ts';

/** So many routes are shown to somebody whose request matches none. */
const shownRoutes = 3;

/** The routes of a mock in the order in which they are asked. */
export class RouteTable {
  readonly routes: MockRoute[] = [];

  /** Whether a route that may answer has to see the body first. */
  needsBody(request: MockRequest): boolean {
    for (const route of this.routes) {
      if (!route.fitsHead(request)) continue;
      if (route.needsBody) return true;
      if (route.mismatches(request).length === 0) return false;
    }
    return false;
  }

  /** What the first route that matches and is not used up does next; `UnmatchedRequestError` where there is none. */
  take(request: MockRequest): Step {
    const route = this.routes.find((one) => one.mismatches(request).length === 0);
    if (route === undefined) throw new UnmatchedRequestError(this.#report(request));
    return route.take(request);
  }

  #report(request: MockRequest): string {
    const { routes } = this;
    const head = `No route of the mock answers ${request.label}`;
    if (routes.length === 0) return `${head}; it has no routes`;
    const nearest = routes
      .map((route) => ({
        label: route.label,
        reasons: route.mismatches(request),
        isClose: route.fitsHead(request),
      }))
      .toSorted(
        (one, other) =>
          Number(other.isClose) - Number(one.isClose) || one.reasons.length - other.reasons.length,
      );
    const which = routes.length === 1 ? 'Its only route' : `The nearest of its ${routes.length} routes`;
    const lines = nearest
      .slice(0, shownRoutes)
      .map(({ label, reasons }) => `\n- ${label}: ${reasons.join('; ')}`);
    const more = routes.length > shownRoutes ? `\n- and ${routes.length - shownRoutes} more` : '';
    return `${head}. ${which}:${lines.join('')}${more}`;
  }
}

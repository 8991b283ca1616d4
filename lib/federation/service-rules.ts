import { MAX_SERVICE_RULES } from '../bounds';
import type { IssueList } from '../issues/issue';
import type { Route, Share } from './model';

/**
 * Reports more policies and traffic entries than are rendered in time; each is a file. A share with `authorize` has a policy
 * for each exporter, and an import that is merged with a local service has a route.
 */
export function checkServiceRules(shares: readonly Share[], routes: readonly Route[], issues: IssueList): void {
  const policies = new Set<string>();
  for (const { path, exporter, authorize } of shares) {
    if (authorize !== undefined) policies.add(`${path[1]} ${exporter.name}`);
  }
  if (policies.size + routes.length <= MAX_SERVICE_RULES) return;
  const message = `more than ${MAX_SERVICE_RULES} access policies and traffic entries: ${policies.size} for shares with "authorize" of each exporter, ${routes.length} for traffic and merged imports`;
  issues.exceed(
    [policies.size > routes.length ? 'shares' : 'traffic'],
    message,
    'share with a selector or a wildcard of a namespace, or split the federation',
  );
}

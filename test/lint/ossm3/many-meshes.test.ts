import { trustedRoots } from '../../../lib/lint/ossm3/rules/fed103-roots';
import { portMap } from '../../../lib/lint/ossm3/rules/fed135-port-map';
import type { Rule } from '../../../lib/lint/rule';
import type { Fleet } from '../../../lib/observed/model';
import { makeCertificate } from '../../helpers/make-certificate';

const COUNT = 100;

/** How often a rule reads what it looks up of many meshes. */
function readsBy(rule: Rule): number {
  let reads = 0;
  const pem = makeCertificate({});
  const counted = <T extends object>(target: T, field: string, value: unknown): T =>
    Object.defineProperty(target, field, {
      get: () => {
        reads += 1;
        return value;
      },
    });
  const meshes = Array.from({ length: COUNT }, (_, i) => {
    const roots = [counted({ pem, path: [] }, 'trustDomains', [`mesh-${i}.local`])];
    const cluster = { name: `cluster-${i}`, find: () => undefined };
    const lists = { services: [], entries: [], imports: [], importedBy: [] };
    return counted({ ...lists, roots, cluster, values: {}, trustDomain: `mesh-${i}.local` }, 'gateways', []);
  });
  rule.check({ ossm3: { meshes } } as unknown as Fleet, () => undefined);
  return reads;
}

test.each([trustedRoots, portMap])('$id does not compare all meshes with all others', (rule) => {
  expect(readsBy(rule)).toBeGreaterThanOrEqual(COUNT);
  expect(readsBy(rule)).toBeLessThan(10 * COUNT);
});

import { listNames } from '../../../issues/suggest';
import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { selects } from '../../../observed/ossm3/entries';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { exportedHosts } from '../support/exported';
import { targetsOf } from '../support/exports';
import { AllowPolicies, mayAdmit } from '../support/policies';

const DENIED = '403 "RBAC: access denied"';

const FINDINGS = {
  noImporter: {
    severity: 'error',
    message: 'no policy for the pods behind "{host}" admits a caller of {domains}, whose mesh imports the host',
    effect: `all calls of the other mesh get ${DENIED}`,
    fix: 'add a principal of this trust domain, such as "{domain}/ns/<namespace>/sa/<service account>"',
    related: ['the import'],
  },
  noLocalCaller: {
    severity: 'warning',
    message: 'no policy for the pods behind "{host}" admits a caller of the own trust domain "{domain}"',
    effect: `once one policy allows something, everything else is denied: local calls get ${DENIED}`,
    fix: 'add the principal "{domain}/*" if local callers are to be admitted',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED121: policies of exported services admit their callers. */
export const shutOutCallers: Rule = {
  id: 'FED121',
  generations: ['ossm3'],
  title: 'the policies of an exported service admit the meshes that import it and local callers',
  cause:
    'A policy of the action ALLOW denies all that it does not name, and the identity of the caller arrives from end to end.',
  fix: 'Name the principals of the importing meshes and those of the own mesh.',
  sources: [
    'Istio documentation, AuthorizationPolicy (implicit enablement)',
    'Istio documentation, Authorization Policy Precedence',
  ],
  findings: FINDINGS,
  example: ossm3Example([
    set('east', 'AuthorizationPolicy ratings', 'spec.rules[0].from[0].source.principals', ['east-mesh.local/*']),
  ]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const mesh of ossm3.meshes) {
      const known = {
        workloads,
        policies: new AllowPolicies(mesh),
        imports: groupBy(mesh.importedBy, ({ host }) => host),
      };
      for (const { host } of exportedHosts(mesh)) {
        for (const found of checkHost(mesh, host, known)) report(found);
      }
    }
  },
};

/** What the hosts of a mesh are checked with, indexed. */
interface Known {
  readonly workloads: WorkloadsByNamespace;
  readonly policies: AllowPolicies;
  readonly imports: ReadonlyMap<string, IstioMesh['importedBy']>;
}

function checkHost(mesh: IstioMesh, host: string, known: Known): readonly Finding[] {
  const policies = policiesBehind(mesh, host, known);
  const [first] = policies;
  const domain = mesh.trustDomain;
  if (first === undefined || domain === undefined) return [];
  const place = { object: first, path: ['spec', 'rules'] };
  const found: Finding[] = [];
  for (const one of known.imports.get(host) ?? []) {
    const caller = one.mesh.trustDomain;
    if (caller === undefined || mayAdmit(policies, namesOf(mesh, caller))) continue;
    found.push(
      finding('noImporter', { ...place, related: [one.place] }, { host, domains: listNames([caller]), domain: caller }),
    );
  }
  if (!mayAdmit(policies, namesOf(mesh, domain))) found.push(finding('noLocalCaller', place, { host, domain }));
  return found;
}

/** The names that policies accept for a trust domain: those of the own one and its aliases mean each other. */
function namesOf({ trustDomain = '', aliases }: IstioMesh, domain: string): readonly string[] {
  const own = [trustDomain, ...aliases];
  return own.includes(domain) ? [...own, 'cluster.local'] : [domain];
}

function policiesBehind(mesh: IstioMesh, host: string, { workloads, policies }: Known): readonly ManifestObject[] {
  const { service, entries } = targetsOf(mesh, host);
  const owners: readonly { readonly namespace: string; readonly selector?: Labels }[] =
    service === undefined ? entries : [service];
  return owners.flatMap(({ namespace, selector = {} }) => {
    const pods = workloads.in(mesh.cluster, namespace).filter(({ labels }) => selects(selector, labels));
    return policies.for(namespace, { ...selector, ...pods[0]?.labels });
  });
}

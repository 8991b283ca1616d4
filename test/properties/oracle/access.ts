import { sees } from './shares';
import { type Doc, dig, fields, list, type Mesh, text, type World } from './world';

/** What must hold of the policies for shared services: they admit gateways and namespaces of their own mesh alone. */
export function checkAccess({ meshes, docs }: World): readonly string[] {
  return docs
    .filter(({ kind }) => kind === 'AuthorizationPolicy')
    .flatMap((policy) => {
      const mesh = meshes.find((one) => one.cluster === policy.cluster && sees(one, policy.namespace));
      const problems = mesh === undefined ? ['belongs to no mesh'] : checkPolicy(policy, mesh);
      return problems.map((problem) => `the policy ${policy.namespace}/${policy.name} ${problem}`);
    });
}

function checkPolicy({ body }: Doc, mesh: Mesh): readonly string[] {
  const spec = fields(body.spec);
  const rules = list(spec.rules);
  const principals = rules.flatMap((rule) =>
    list(dig(rule, 'from')).flatMap((from) => list(dig(from, 'source', 'principals')).map(text)),
  );
  const ingresses = mesh.peers.map(({ ingress }) => identityOf(mesh, ingress));
  const claims: readonly (readonly [string, boolean])[] = [
    ['does not allow', spec.action === 'ALLOW' && rules.length === 1],
    ['admits a principal twice', new Set(principals).size === principals.length],
    ['admits no peer', principals.some((principal) => ingresses.includes(principal))],
  ];
  return [
    ...claims.filter(([, holds]) => !holds).map(([what]) => what),
    ...principals.filter((principal) => !isLocal(principal, mesh)).map((principal) => `admits ${principal}`),
  ];
}

function identityOf({ trustDomain, namespace }: Mesh, gateway: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${gateway}-service-account`;
}

/** A federation ingress, the front door, or all of a namespace of the mesh. */
function isLocal(principal: string, mesh: Mesh): boolean {
  const gateways = [...mesh.peers.map(({ ingress }) => ingress), 'istio-ingressgateway'];
  if (gateways.some((gateway) => principal === identityOf(mesh, gateway))) return true;
  const [trustDomain, ns, namespace, rest, ...more] = principal.split('/');
  const whole = ns === 'ns' && rest === '*' && more.length === 0;
  return whole && trustDomain === mesh.trustDomain && sees(mesh, namespace ?? '');
}

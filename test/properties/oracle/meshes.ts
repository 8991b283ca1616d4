import { type Doc, dig, type Fields, fields, list, type Mesh, type Peer, type World } from './world';

const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What must hold within each mesh, and among those of a cluster. */
export function checkMeshes({ meshes, docs }: World): readonly string[] {
  const trustDomains = meshes.map(({ trustDomain }) => trustDomain);
  const rolls = docs.filter(({ kind }) => kind === 'ServiceMeshMemberRoll');
  // A cluster-wide mesh may leave its roll to the operator, which makes one.
  const isRolled = (mesh: Mesh) => isWide(mesh) || rolls.some((roll) => isRollOf(roll, mesh));
  return [
    ...(new Set(trustDomains).size < meshes.length ? [`trust domains are not unique: ${trustDomains}`] : []),
    ...rolls.filter((roll) => !meshes.some((mesh) => isRollOf(roll, mesh))).map(({ name }) => `the roll ${name}`),
    ...meshes.filter((mesh) => !isRolled(mesh)).map(({ name }) => `${name} has no roll`),
    ...meshes.flatMap((mesh) => checkMesh(mesh, meshes).map((problem) => `${mesh.name}: ${problem}`)),
  ];
}

function checkMesh(mesh: Mesh, all: readonly Mesh[]): readonly string[] {
  const neighbours = all.filter((other) => other !== mesh && other.cluster === mesh.cluster);
  const ingresses = mesh.peers.map(({ ingress }) => ingress);
  const egresses = mesh.peers.map(({ egress }) => egress);
  const claims: readonly (readonly [string, boolean])[] = [
    ['an ingress gateway has two peers', new Set(ingresses).size === ingresses.length],
    ['an egress gateway has two peers', new Set(egresses).size === egresses.length],
    ['a gateway is ingress and egress', !ingresses.some((name) => egresses.includes(name))],
    ['two control planes in a namespace', !neighbours.some(({ namespace }) => namespace === mesh.namespace)],
    ['the namespace is the operators own', mesh.namespace !== 'openshift-operators'],
    ['not alone though cluster-wide', neighbours.length === 0 || !isWide(mesh)],
  ];
  return [
    ...claims.filter(([, holds]) => !holds).map(([what]) => what),
    ...checkMembers(mesh, neighbours),
    ...mesh.peers.flatMap((peer) => checkGateways(mesh, peer)),
    ...checkSets(mesh),
    ...checkNodePorts([mesh, ...neighbours]),
  ];
}

function isRollOf({ name, namespace, cluster }: Doc, mesh: Mesh): boolean {
  return name === 'default' && namespace === mesh.namespace && cluster === mesh.cluster;
}

function isWide({ spec }: Mesh): boolean {
  return spec.mode === 'ClusterWide' || dig(spec, 'techPreview', 'controlPlaneMode') === 'ClusterScoped';
}

function checkMembers(mesh: Mesh, neighbours: readonly Mesh[]): readonly string[] {
  const { members, namespace } = mesh;
  const forbidden = [
    namespace,
    'openshift-operators',
    ...neighbours.flatMap((other) => [other.namespace, ...other.members]),
  ];
  return [
    ...(new Set(members).size < members.length ? ['a member twice'] : []),
    ...(members.includes('*') && (members.length > 1 || !isWide(mesh)) ? ['the member *'] : []),
    ...members.filter((member) => member !== '*' && !NAMESPACE.test(member)).map((member) => `the member ${member}`),
    ...members.filter((member) => forbidden.includes(member)).map((member) => `${member} cannot be a member`),
  ];
}

/** The gateways that a peer names are there, switched on, and have the two ports; fact sheet 1.3 and 3.1. */
function checkGateways({ spec, namespace }: Mesh, { name, ingress, egress }: Peer): readonly string[] {
  const sides = [
    ['additionalIngress', ingress, 'https-discovery'],
    ['additionalEgress', egress, 'http-discovery'],
  ] as const;
  return sides.flatMap(([section, gateway, discovery]) => {
    const props = fields(dig(spec, 'gateways', section, gateway));
    const ports = list(dig(props, 'service', 'ports')).map(fields);
    const reserved = ['istio-ingressgateway', 'istio-egressgateway', 'kiali', 'grafana', 'prometheus'].includes(
      gateway,
    );
    const claims: readonly (readonly [string, boolean])[] = [
      ['is not enabled', props.enabled === true],
      ['is in another namespace', props.namespace === undefined || props.namespace === namespace],
      ['is not one that Kubernetes takes', SERVICE_NAME.test(gateway) && !reserved],
      ['does not fit a label', gateway.length + 1 + namespace.length <= 63],
      ['lacks the port for service traffic', hasPort(ports, 15443, 'tls')],
      ['lacks the port for discovery', hasPort(ports, 8188, discovery)],
      ['has another type', section === 'additionalIngress' || [undefined, 'ClusterIP'].includes(typeOf(props))],
    ];
    return claims.filter(([, holds]) => !holds).map(([what]) => `the gateway ${gateway} of the peer ${name} ${what}`);
  });
}

function typeOf(props: Fields): string | undefined {
  return dig(props, 'service', 'type') as string | undefined;
}

function hasPort(ports: readonly Fields[], port: number, name: string): boolean {
  const found = ports.filter((entry) => entry.port === port || entry.name === name);
  const [only] = found;
  const target = only?.targetPort ?? port;
  return found.length === 1 && only?.port === port && only.name === name && target === port;
}

/** Exports and imports belong to a peer of the same name in the same namespace. */
function checkSets({ docs, namespace, peers }: Mesh): readonly string[] {
  return docs
    .filter((doc) => doc.namespace === namespace && ['ExportedServiceSet', 'ImportedServiceSet'].includes(doc.kind))
    .filter(({ name }) => !peers.some((peer) => peer.name === name))
    .map(({ kind, name }) => `the ${kind} ${name} has no peer`);
}

function checkNodePorts(meshes: readonly Mesh[]): readonly string[] {
  const ports = meshes.flatMap(({ spec, peers }) =>
    peers.flatMap(({ ingress }) =>
      list(dig(spec, 'gateways', 'additionalIngress', ingress, 'service', 'ports')).flatMap(
        (port) => dig(port, 'nodePort') ?? [],
      ),
    ),
  );
  return new Set(ports).size < ports.length ? [`a node port twice: ${ports}`] : [];
}

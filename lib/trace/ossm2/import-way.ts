import { gatewayIdentity } from '../../lint/rules/support/identities';
import { GATEWAY_NAME_PATHS, gatewayOf, nameOfGateway } from '../../lint/rules/support/peer-gateways';
import { importRuleOf, ruleOf } from '../../lint/rules/support/places';
import { exportSuffix } from '../../matching/export';
import { textAt } from '../../observed/fields';
import type { ObservedExport, ObservedGateway, ObservedImport, ObservedMesh, ObservedPeer } from '../../observed/model';
import { type DraftHop, type DraftWay, factsOf, failing, type Subject, type TraceStep, walk } from '../draft';
import { matchesText } from '../identity';
import { arrive, onlyPort, portsOf, targetOfService } from '../local';
import type { Call, TraceMesh } from '../mesh';
import { gatewayPolicySteps } from './gateway-policies';

/**
 * The way of a call to an import: out through the own egress gateway, in through the ingress gateway of the exporter.
 *
 * @param toTraceMesh makes the exporting mesh traceable
 */
export function importWay(one: ObservedImport, call: Call, toTraceMesh: (mesh: ObservedMesh) => TraceMesh): DraftWay {
  const { peer, export: offered } = one;
  const { mesh, counterpart } = peer;
  const exporter = counterpart?.mesh;
  if (mesh === undefined || counterpart === undefined || exporter === undefined)
    throw new Error('import without a peer');
  const sni = `${offered.offered.name}.${offered.offered.namespace}.${exportSuffix(counterpart.name)}`;
  const target = toTraceMesh(exporter);
  const client = { domain: mesh.trustDomain, namespace: mesh.namespace, account: `${peer.egressName}-service-account` };
  const steps = [
    importStep(one, call),
    egressStep(mesh, peer),
    ...gatewayPolicySteps(toTraceMesh(mesh), gatewayOf(peer, 'egress'), call.principal),
    dialStep(peer, sni),
    ingressStep(exporter, counterpart),
    clientStep(mesh, peer, counterpart),
    ...gatewayPolicySteps(target, gatewayOf(counterpart, 'ingress'), client),
    exportStep(counterpart, offered),
  ];
  const { name, namespace } = offered.original;
  const service = targetOfService(target, namespace, name);
  const account = `${counterpart.ingressName}-service-account`;
  const principal = { domain: exporter.trustDomain, namespace: exporter.namespace, account };
  const port = call.destination.port ?? (service.object && onlyPort(portsOf(service.object)));
  return walk(steps, () => arrive(target, service, { principal, port, isRemote: true }));
}

/** The way of a call to an import from a peer whose mesh the manifests do not have. */
export function unknownPeerWay(mesh: ObservedMesh, peer: ObservedPeer): DraftWay {
  const path = ['spec', 'security', 'trustDomain'];
  const hop: DraftHop = {
    kind: 'import',
    text: `import from the peer ${peer.name}`,
    subject: peer.imports && { object: peer.imports.object, path: peer.imports.path },
  };
  const side =
    peer.remote === undefined
      ? `no mesh of the manifests has the trust domain "${peer.trustDomain ?? ''}"`
      : `the mesh "${peer.remote.name}" has no ServiceMeshPeer with the trust domain "${mesh.trustDomain}"`;
  return failing([hop], {
    code: 'FED001',
    message: `the peer "${peer.name}" has no counterpart: ${side}`,
    effect: 'the two meshes never connect, and the host has no endpoints: calls get 503',
    fix: 'add the peer on the other side, or trace with the manifests of that mesh too',
    subject: { object: peer.object, path },
  });
}

function importStep(one: ObservedImport, { rules }: Call): TraceStep {
  const { peer, host, isLocal, export: offered } = one;
  const { name, namespace } = offered.offered;
  const remote = peer.remote ?? peer;
  return {
    hop: {
      kind: 'import',
      text: `ImportedServiceSet ${peer.namespace ?? ''}/${peer.name} imports ${name}.${namespace} from the mesh ${remote.name}`,
      facts: factsOf({ host, 'merged with the local Service': isLocal ? 'yes' : undefined }),
      subject: importRuleOf(one),
      also: [
        ...rules,
        ...localityOf(one),
        { object: peer.object, path: ['spec', 'security', 'trustDomain'] },
        ...planeOf(peer.mesh),
      ],
    },
  };
}

/** Where the region for failover is, of imports that are merged with a local Service. */
function localityOf({ isLocal, peer: { imports } }: ObservedImport): readonly Subject[] {
  return isLocal && imports !== undefined ? [{ object: imports.object, path: ['spec', 'locality'] }] : [];
}

/** The names of a gateway in the peers of a mesh that use it. */
function usersOf({ peers }: ObservedMesh, kind: ObservedGateway['kind'], name: string | undefined): readonly Subject[] {
  return peers
    .filter((peer) => nameOfGateway(peer, kind) === name)
    .map(({ object }) => ({ object, path: GATEWAY_NAME_PATHS[kind] }));
}

/** The parts of a control plane by which its peers know it. */
function planeOf(mesh: ObservedMesh | undefined): readonly Subject[] {
  if (mesh === undefined) return [];
  const { object } = mesh;
  return [
    { object, path: ['spec', 'security'] },
    { object, path: ['spec', 'cluster'] },
    { object, path: ['metadata'] },
  ];
}

function egressStep(mesh: ObservedMesh, peer: ObservedPeer): TraceStep {
  const { egressName: name = '', namespace = '' } = peer;
  const gateway = mesh.egress.get(name);
  return {
    hop: {
      kind: 'egress',
      text: `egress gateway ${namespace}/${name}:15443`,
      facts: factsOf({ identity: gatewayIdentity(mesh.trustDomain, mesh.namespace, name) }),
      subject: gateway && { object: mesh.object, path: gateway.path },
      also: [{ object: peer.object, path: ['spec', 'gateways', 'egress'] }, ...usersOf(mesh, 'egress', name)],
    },
    failure: gatewayFailure(gateway, { mesh, peer, kind: 'egress', name }),
  };
}

/** A gateway that a peer names. */
interface NamedGateway {
  readonly mesh: ObservedMesh;
  readonly peer: ObservedPeer;
  readonly kind: 'egress' | 'ingress';
  readonly name: string;
}

function gatewayFailure(
  gateway: ObservedGateway | undefined,
  { mesh, peer, kind, name }: NamedGateway,
): TraceStep['failure'] {
  if (gateway?.enabled === true) return undefined;
  const field = kind === 'egress' ? 'additionalEgress' : 'additionalIngress';
  if (gateway === undefined) {
    return {
      code: 'FED006',
      message: `the ${kind} gateway "${name}" of the peer is missing in ${field} of the mesh "${mesh.name}"`,
      effect: 'no pod has the gateway: the peer never connects',
      fix: `add "${name}" to ${field}, or write the name of one of them`,
      subject: { object: peer.object, path: ['spec', 'gateways', kind, 'name'] },
    };
  }
  return {
    code: 'FED006',
    message: `the ${kind} gateway "${name}" is not enabled`,
    effect: 'the operator does not deploy the gateway: the peer never connects',
    fix: 'write "enabled: true"',
    subject: { object: mesh.object, path: [...gateway.path, 'enabled'] },
  };
}

/** An address that `inject` is to fill in, or another placeholder. */
const PLACEHOLDER = /^<.*>$/;

function dialStep(peer: ObservedPeer, sni: string): TraceStep {
  const { object, addresses, servicePort, discoveryPort } = peer;
  const path = ['spec', 'remote', 'addresses'];
  const texts = addresses.map((address) => (typeof address === 'string' ? address : ''));
  const known = texts.filter((text) => text !== '' && !PLACEHOLDER.test(text));
  const hop: DraftHop = {
    kind: 'dial',
    text: texts.length === 0 ? 'no address' : texts.map((text) => `${text}:${servicePort}`).join(', '),
    facts: factsOf({ SNI: sni, discovery: `port ${discoveryPort}`, root: rootText(peer) }),
    subject: { object, path: ['spec', 'remote'] },
    also: rootSubjects(peer),
  };
  if (known.length > 0) return { hop, failure: rootFailure(peer) };
  const isUnknown = texts.length > 0;
  return {
    hop,
    failure: {
      code: 'FED010',
      message: isUnknown ? `unknown address: "${texts[0]}" stands for it` : 'the peer has no address',
      effect: 'the other mesh is never reached: calls get 503',
      fix: isUnknown
        ? 'run "ossm-fed fetch" and "ossm-fed inject"'
        : "write the addresses of the other mesh's ingress gateway",
      subject: { object, path: isUnknown ? [...path, 0] : ['spec', 'remote'] },
    },
  };
}

function rootText({ rootConfigMapName, namespace = '' }: ObservedPeer): string {
  return `ConfigMap ${namespace}/${rootConfigMapName}`;
}

function rootSubjects({ object, rootConfigMap }: ObservedPeer): readonly Subject[] {
  const own = { object, path: ['spec', 'security', 'certificateChain'] };
  return rootConfigMap === undefined ? [own] : [own, { object: rootConfigMap }];
}

/** Why a mesh does not know the root certificate of its peer; a ConfigMap that the manifests lack may be in the cluster. */
function rootFailure({ rootConfigMap }: ObservedPeer): TraceStep['failure'] {
  if (rootConfigMap === undefined || textAt(rootConfigMap.value, ['data', 'root-cert.pem']) !== undefined)
    return undefined;
  return {
    code: 'FED011',
    message: `the ConfigMap has no root certificate under "root-cert.pem"`,
    effect: 'the control plane does not accept the peer: calls get 503',
    fix: 'run "ossm-fed fetch" and "ossm-fed inject", or add the root certificate of the other mesh',
    subject: { object: rootConfigMap, path: ['data'] },
  };
}

function ingressStep(exporter: ObservedMesh, counterpart: ObservedPeer): TraceStep {
  const { ingressName: name = '', object, namespace = '' } = counterpart;
  const gateway = exporter.ingress.get(name);
  return {
    hop: {
      kind: 'ingress',
      text: `ingress gateway ${namespace}/${name}:15443 of the mesh ${exporter.name}`,
      facts: factsOf({ root: rootText(counterpart), type: gateway?.type }),
      subject: gateway && { object: exporter.object, path: gateway.path },
      also: [
        { object, path: ['spec', 'gateways', 'ingress'] },
        ...usersOf(exporter, 'ingress', name),
        { object, path: ['spec', 'security', 'trustDomain'] },
        ...rootSubjects(counterpart),
        ...planeOf(exporter),
      ],
    },
    failure:
      gatewayFailure(gateway, { mesh: exporter, peer: counterpart, kind: 'ingress', name }) ?? rootFailure(counterpart),
  };
}

function clientStep(
  mesh: ObservedMesh,
  peer: ObservedPeer,
  { object, namespace = '', name, clientID }: ObservedPeer,
): TraceStep {
  const identity = gatewayIdentity(mesh.trustDomain, mesh.namespace, peer.egressName ?? '');
  const subject = { object, path: ['spec', 'security', 'clientID'] };
  const isAccepted = clientID !== undefined && matchesText(clientID, identity);
  return {
    hop: {
      kind: 'client',
      text: `ServiceMeshPeer ${namespace}/${name} ${isAccepted ? 'accepts' : 'rejects'} the client ${identity}`,
      subject,
    },
    failure: isAccepted
      ? undefined
      : {
          code: 'FED004',
          message: `the client ID "${clientID ?? ''}" is not the identity of the caller's egress gateway, "${identity}"`,
          effect: 'the ingress gateway rejects the connection: the peer gets 403, and calls get 503',
          fix: `write "${identity}"`,
          subject,
        },
  };
}

function exportStep(counterpart: ObservedPeer, { rule, offered, original }: ObservedExport): TraceStep {
  const { exports, namespace = '', name } = counterpart;
  const alias = `${offered.name}.${offered.namespace}`;
  const service = `${original.name}.${original.namespace}`;
  const text = alias === service ? `exports ${service}` : `exports ${service} as ${alias}`;
  return {
    hop: {
      kind: 'export',
      text: `ExportedServiceSet ${namespace}/${name} ${text}`,
      subject: exports && ruleOf(exports, rule),
    },
  };
}

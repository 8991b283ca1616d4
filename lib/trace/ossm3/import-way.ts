import { acceptedDomains } from '../../lint/ossm3/support/domains';
import { isPassthrough } from '../../lint/ossm3/support/gateway-pods';
import { isIncomplete } from '../../lint/ossm3/support/roots';
import { tokenBeside } from '../../lint/ossm3/support/unfilled';
import type {
  EntryEndpoint,
  IstioMesh,
  MeshGateway,
  MeshImport,
  MeshPeering,
  TrustedRoot,
} from '../../observed/ossm3/model';
import { type DraftHop, type DraftWay, factsOf, type Subject, type TraceStep, walk } from '../draft';
import { principalText } from '../identity';
import { arrive } from '../local';
import type { Call, TraceMesh } from '../mesh';
import { ingressStep, targetOf } from './export-steps';

/** Endpoints of an import in one network. */
export interface ImportedEndpoints {
  /** The importing mesh. */
  readonly mesh: IstioMesh;
  /** The import. */
  readonly imported: MeshImport;
  /** The network, or the address of endpoints without one. */
  readonly network: string;
  /** The endpoints. */
  readonly endpoints: readonly EntryEndpoint[];
  /** What the mesh knows of the network; undefined where it knows nothing. */
  readonly peering: MeshPeering | undefined;
}

/**
 * The way of a call to an import: from pod to pod by one connection, which the gateway of the other network passes through.
 *
 * @param toTraceMesh makes the exporting mesh traceable
 */
export function importWay(group: ImportedEndpoints, call: Call, toTraceMesh: (mesh: IstioMesh) => TraceMesh): DraftWay {
  const exporter = group.peering?.remote;
  const steps = [importStep(group, call), dialStep(group, call)];
  if (exporter === undefined) return walk([...steps, unknownExporter(group)], () => ({ hops: [] }));
  const target = targetOf(exporter, group.imported.host, call.destination.port);
  const all = [...steps, ingressStep(exporter, group.imported, call), clientStep(exporter, group, call)];
  if ('hop' in target) return walk([...all, target], () => ({ hops: [] }));
  const { port } = call.destination;
  return walk(all, () => arrive(toTraceMesh(exporter), target, { principal: call.principal, port, isRemote: true }));
}

function importStep(
  { mesh, imported, endpoints, peering }: ImportedEndpoints,
  { rules, destination }: Call,
): TraceStep {
  const { entry, service, place, identities, host } = imported;
  const owner = entry?.object ?? service?.object ?? place.object;
  const remote = peering?.remote;
  const label = entry === undefined ? 'WorkloadEntries join' : 'imports';
  const text =
    entry === undefined
      ? `WorkloadEntry ${endpoints[0]?.object.namespace ?? ''}/${endpoints[0]?.object.name ?? ''} joins ${owner.kind} ${owner.namespace ?? ''}/${owner.name}`
      : `${owner.kind} ${owner.namespace ?? ''}/${owner.name} ${label} ${host}`;
  return {
    hop: {
      kind: 'import',
      text: remote === undefined ? text : `${text} from the mesh ${remote.name}`,
      facts: factsOf({ 'accepted identities': identities.join(', ') || 'any of an accepted root' }),
      subject: entry === undefined ? { object: place.object } : { object: owner },
      also: [...rules, ...endpoints.map(({ object }) => ({ object })), ...trustOf(mesh, remote)],
      ...(isResolvedByProxy(host) && destination.subject === undefined && { breaking: ['FED123'] }),
    },
    failure: missingRootOf(mesh, remote),
  };
}

/** Whether only proxies can resolve a host; those of a VirtualService that leads to it need no such name. */
function isResolvedByProxy(host: string): boolean {
  return host.endsWith('.local') && !host.endsWith('.cluster.local');
}

/** The parts of an Istio resource on which trust in another mesh depends. */
function trustOf(mesh: IstioMesh, other: IstioMesh | undefined): readonly Subject[] {
  const { object } = mesh;
  if (object === undefined) return [];
  const meshConfig = ['spec', 'values', 'meshConfig'];
  const own = rootsFor(mesh, other);
  return [
    { object, path: [...meshConfig, 'trustDomain'] },
    { object, path: [...meshConfig, 'defaultConfig'] },
    { object, path: ['spec', 'values', 'pilot'] },
    { object, path: ['spec', 'values', 'global'] },
    ...own.map(({ path }) => ({ object, path })),
    ...(own.length === 0 ? [{ object, path: [...meshConfig, 'caCertificates'] }] : []),
  ];
}

/** The root certificates of a mesh that are for another one: by its trust domain, or by the token that names it. */
function rootsFor(mesh: IstioMesh, other: IstioMesh | undefined): readonly TrustedRoot[] {
  return mesh.roots.filter((root) => {
    if (root.trustDomains.length > 0) return root.trustDomains.includes(other?.trustDomain ?? '');
    const token = mesh.object && tokenBeside(mesh.object, [...root.path, 'certSigners']);
    return token === undefined || token === `<ossm-fed:root:${other?.name}>`;
  });
}

/** Why a mesh does not know the root certificate of another one yet. */
function missingRootOf(mesh: IstioMesh, other: IstioMesh | undefined): TraceStep['failure'] {
  const roots = rootsFor(mesh, other);
  const incomplete = roots.find((root) => isIncomplete(mesh, root));
  if (mesh.object === undefined || incomplete === undefined || roots.length > 1) return undefined;
  return {
    code: 'FED104',
    message: `the root certificate of the mesh "${other?.name}" is not filled in yet`,
    effect: 'proxies do not trust the certificates of the other mesh: calls get 503',
    fix: 'run "ossm-fed fetch" and "ossm-fed inject"',
    subject: { object: mesh.object, path: incomplete.path },
  };
}

/** Names that lead nowhere: those of RFC 2606, which stand for an address that `inject` is to fill in. */
const NOWHERE = /\.invalid$|^<.*>$/;

function dialStep({ mesh, imported, network, endpoints, peering }: ImportedEndpoints, call: Call): TraceStep {
  const sni = sniOf(imported.host, call);
  const [direct] = endpoints.filter(({ address }) => address !== undefined);
  if (direct !== undefined) {
    const port = Object.values(direct.ports)[0] ?? call.destination.port ?? '';
    const subject = { object: direct.object, path: direct.path };
    return {
      hop: {
        kind: 'dial',
        text: `${direct.address}:${port}`,
        facts: factsOf({ SNI: sni, network: direct.network }),
        subject,
      },
    };
  }
  const gateways = peering?.gateways ?? [];
  const gateway = gateways.find(isPassthrough) ?? gateways[0];
  if (gateway === undefined) {
    const first = endpoints[0] as EntryEndpoint;
    return {
      hop: {
        kind: 'dial',
        text: `no gateway of the network ${network}`,
        subject: { object: first.object, path: first.path },
      },
      failure: {
        code: 'FED110',
        message: `no gateway of the network "${network}" is known in the mesh "${mesh.name}"`,
        effect: 'the endpoint has no address: calls get 503',
        fix: 'add a Gateway of the class istio-remote with the label topology.istio.io/network',
        subject: { object: first.object, path: [...first.path, 'network'] },
      },
    };
  }
  return remoteStep(gateway, network, sni);
}

function remoteStep(gateway: MeshGateway, network: string, sni: string): TraceStep {
  const { object, addresses, listeners } = gateway;
  const listener = listeners.find(({ isAutoPassthrough, port }) => isAutoPassthrough || port === 15443) ?? listeners[0];
  const values = addresses.flatMap(({ value }) => value ?? []);
  const known = values.filter((value) => !NOWHERE.test(value));
  const hop: DraftHop = {
    kind: 'dial',
    text: values.length === 0 ? 'no address' : values.map((value) => `${value}:${listener?.port ?? ''}`).join(', '),
    facts: factsOf({ SNI: sni, network, gateway: `Gateway ${object.namespace ?? ''}/${object.name}` }),
    subject: { object },
  };
  if (known.length > 0) return { hop };
  const path = addresses[0]?.path ?? ['spec'];
  return {
    hop,
    failure: {
      code: 'FED130',
      message:
        values.length === 0 ? 'the remote Gateway has no address' : `unknown address: "${values[0]}" stands for it`,
      effect: 'the other network is never reached: calls get 503',
      fix: 'run "ossm-fed fetch" and "ossm-fed inject", or write the address of the gateway of the other mesh',
      subject: { object, path },
    },
  };
}

/** The SNI of a call to another network. Source: istio/istio pilot/pkg/model/service.go, BuildDNSSrvSubsetKey. */
function sniOf(host: string, { destination: { port, subset = '' } }: Call): string {
  return `outbound_.${port ?? '<port>'}_.${subset}_.${host}`;
}

function unknownExporter({ imported, network }: ImportedEndpoints): TraceStep {
  return {
    hop: { kind: 'ingress', text: `the gateway of the network ${network}` },
    failure: {
      code: 'FED131',
      message: `the manifests have no mesh with the network "${network}": whether it exposes "${imported.host}" is not known`,
      fix: 'trace with the manifests of that mesh too',
      subject: imported.place,
    },
  };
}

function clientStep(exporter: IstioMesh, { mesh }: ImportedEndpoints, { principal }: Call): TraceStep {
  const { object } = exporter;
  const isAccepted =
    exporter.trustDomain === undefined ||
    mesh.trustDomain === undefined ||
    exporter.env.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true' ||
    acceptedDomains(exporter).has(principal.domain);
  const hop: DraftHop = {
    kind: 'client',
    text: `the mesh ${exporter.name} ${isAccepted ? 'accepts' : 'rejects'} ${principalText(principal)}`,
    subject: object && { object, path: ['spec', 'values', 'meshConfig', 'caCertificates'] },
    also: trustOf(exporter, mesh),
  };
  if (isAccepted) return { hop, failure: missingRootOf(exporter, mesh) };
  return {
    hop,
    failure: {
      code: 'FED105',
      message: `the trust domain "${principal.domain}" is not accepted by the mesh "${exporter.name}"`,
      effect: 'the server rejects the certificate of the caller: calls get 503',
      fix: `add "${principal.domain}" to trustDomains of an entry of meshConfig.caCertificates`,
      subject: object && { object, path: ['spec', 'values', 'meshConfig', 'caCertificates'] },
    },
  };
}

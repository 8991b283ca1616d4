import { acceptedDomains } from '../../lint/ossm3/support/domains';
import { exposuresOf, targetsOf } from '../../lint/ossm3/support/exports';
import { isPassthrough } from '../../lint/ossm3/support/gateway-pods';
import { isExportedTo } from '../../lint/ossm3/support/namespaces';
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
import { after, type DraftFailure, type DraftHop, type DraftWay, factsOf, failing, type Subject } from '../draft';
import { principalText } from '../identity';
import { arrive, namespaceSubject, type Target } from '../local';
import type { Call, TraceMesh } from '../mesh';

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

/** One step of the way: its hop, and why the call ends there. */
interface Step {
  readonly hop: DraftHop;
  readonly failure?: Omit<DraftFailure, 'arrives'> | undefined;
}

/**
 * The way of a call to an import: from pod to pod by one connection, which the gateway of the other network passes through.
 *
 * @param toTraceMesh makes the exporting mesh traceable
 */
export function importWay(group: ImportedEndpoints, call: Call, toTraceMesh: (mesh: IstioMesh) => TraceMesh): DraftWay {
  const exporter = group.peering?.remote;
  const steps = [importStep(group, call), dialStep(group, call)];
  if (exporter === undefined) return walk([...steps, unknownExporter(group)], { hops: [] });
  const target = targetOf(exporter, group.imported.host, call.destination.port);
  const all = [...steps, ingressStep(exporter, group, call), clientStep(exporter, group, call)];
  if ('hop' in target) return walk([...all, target], { hops: [] });
  const { port } = call.destination;
  return walk(all, arrive(toTraceMesh(exporter), target, { principal: call.principal, port, isRemote: true }));
}

/** The hops of steps up to the first failure, and the rest of the way if there is none. */
function walk(steps: readonly Step[], rest: DraftWay): DraftWay {
  const failed = steps.findIndex(({ failure }) => failure !== undefined);
  const failure = steps[failed]?.failure;
  if (failure === undefined)
    return after(
      steps.map(({ hop }) => hop),
      rest,
    );
  return failing(
    steps.slice(0, failed + 1).map(({ hop }) => hop),
    failure,
  );
}

function importStep({ mesh, imported, endpoints, peering }: ImportedEndpoints, { rules }: Call): Step {
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
    },
    failure: missingRootOf(mesh, remote),
  };
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
function missingRootOf(mesh: IstioMesh, other: IstioMesh | undefined): Step['failure'] {
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

function dialStep({ mesh, imported, network, endpoints, peering }: ImportedEndpoints, call: Call): Step {
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

function remoteStep(gateway: MeshGateway, network: string, sni: string): Step {
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

function unknownExporter({ imported, network }: ImportedEndpoints): Step {
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

function ingressStep(exporter: IstioMesh, { imported }: ImportedEndpoints, { destination: { subset } }: Call): Step {
  const { host, place } = imported;
  const [exposed, ...others] = exposuresOf(exporter, host);
  if (exposed === undefined) {
    const gateway = exporter.exposed[0];
    return {
      hop: {
        kind: 'ingress',
        text: `gateway of the mesh ${exporter.name}`,
        subject: gateway && { object: gateway.object },
      },
      failure: {
        code: 'FED131',
        message: `the imported host "${host}" is not exposed by the mesh "${exporter.name}"`,
        effect: 'the gateway has no route for the SNI: calls get 503',
        fix: `add "${host}" to the hosts of an AUTO_PASSTHROUGH server of a Gateway in the cluster "${exporter.cluster.name}"`,
        subject: place,
      },
    };
  }
  const { object, path, server, port } = exposed;
  const hop: DraftHop = {
    kind: 'ingress',
    text: `Gateway ${object.namespace ?? ''}/${object.name}:${port ?? ''} of the mesh ${exporter.name} passes ${exposed.host} through`,
    subject: { object, path },
    also: [
      { object, path: [...server, 'port'] },
      { object, path: [...server, 'tls'] },
      ...others.map((one) => ({ object: one.object, path: one.path })),
      { object, path: ['spec', 'selector'] },
      { object, path: ['metadata'] },
      ...gatewaysOf(exporter),
    ],
  };
  const isKnown =
    subset === undefined ||
    exporter.destinationRules.some((rule) => rule.host === host && rule.subsets.includes(subset));
  if (isKnown) return { hop };
  return {
    hop,
    failure: {
      code: 'FED119',
      message: `the subset "${subset}" of the imported host "${host}" has no DestinationRule in the mesh "${exporter.name}"`,
      effect: 'the subset is part of the SNI, so the gateway has no route for it: calls get 503',
      fix: `add a DestinationRule with this host and subset in the cluster "${exporter.cluster.name}"`,
      subject: { object },
    },
  };
}

/** The gateways of a mesh for other networks, each with its Namespace. */
function gatewaysOf({ gateways, cluster }: IstioMesh): readonly Subject[] {
  return gateways
    .filter(({ isRemote }) => !isRemote)
    .flatMap(({ object }) => [{ object }, ...namespaceSubject(cluster, object.namespace ?? '')]);
}

function clientStep(exporter: IstioMesh, { mesh }: ImportedEndpoints, { principal }: Call): Step {
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

/** What an exposed host leads to, or why it leads nowhere. */
function targetOf(exporter: IstioMesh, host: string, port: number | undefined): Target | Step {
  const { service, entries } = targetsOf(exporter, host);
  const own = service ?? entries.find(({ endpoints }) => !endpoints.some(({ isRemote }) => isRemote)) ?? entries[0];
  if (own === undefined) return noTarget(exporter, host);
  const { object, namespace, selector = {}, ports } = own;
  const name = `${object.kind} ${namespace}/${object.name}`;
  const numbers = ports.flatMap(({ number }) => number ?? []);
  const failure = portFailure(numbers, port, name, object) ?? hiddenFailure(exporter, host, own, name);
  if (failure !== undefined) return { hop: { kind: 'export', text: name, subject: { object } }, failure };
  return { namespace, name: object.name, object, selector };
}

function noTarget(exporter: IstioMesh, host: string): Step {
  const [exposed] = exposuresOf(exporter, host);
  const subject = exposed && { object: exposed.object, path: exposed.path };
  return {
    hop: { kind: 'export', text: `no Service and no ServiceEntry of ${host}`, subject },
    failure: {
      code: 'FED106',
      message: `the mesh "${exporter.name}" has neither a Service nor a ServiceEntry of the exposed host "${host}"`,
      effect: 'the gateway has no route for the SNI: calls get 503',
      fix: 'add a ServiceEntry with this host and the workloadSelector of the pods',
      subject,
    },
  };
}

function portFailure(
  numbers: readonly number[],
  port: number | undefined,
  name: string,
  object: Target['object'],
): Step['failure'] {
  if (port === undefined || numbers.length === 0 || numbers.includes(port)) return undefined;
  return {
    code: 'FED107',
    message: `${name} has no port ${port}: it has ${numbers.join(', ')}`,
    effect: 'the port is part of the SNI, so the gateway has no route for it: calls get 503',
    fix: `write the same port on both sides: ${numbers.join(' or ')} there, or ${port} here`,
    subject: object && { object, path: ['spec', 'ports'] },
  };
}

/** Why the gateway does not see what a host leads to. */
function hiddenFailure(
  exporter: IstioMesh,
  host: string,
  own: {
    readonly object: NonNullable<Target['object']>;
    readonly namespace: string;
    readonly exportTo?: readonly string[];
  },
  name: string,
): Step['failure'] {
  const gateways = exporter.gateways.filter(({ isRemote }) => !isRemote).map(({ object }) => object.namespace ?? '');
  const namespaces =
    gateways.length > 0 ? gateways : exposuresOf(exporter, host).map(({ object }) => object.namespace ?? '');
  if (namespaces.some((one) => isExportedTo(own.exportTo, own.namespace, one))) return undefined;
  return {
    code: 'FED115',
    message: `${name} is not exported to the namespace of the gateway, ${namespaces.map((one) => `"${one}"`).join(', ')}`,
    effect: 'the gateway has no route for the host: calls get 503',
    fix: 'add the namespace of the gateway to exportTo',
    subject: { object: own.object, path: ['spec', 'exportTo'] },
  };
}

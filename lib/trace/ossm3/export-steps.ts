import { exposuresOf, targetsOf } from '../../lint/ossm3/support/exports';
import { isExportedTo } from '../../lint/ossm3/support/namespaces';
import type { IstioMesh, MeshImport } from '../../observed/ossm3/model';
import type { DraftHop, Subject, TraceStep } from '../draft';
import { type CallTarget, namespaceSubject } from '../local';
import type { Call } from '../mesh';

/** The gateway of the exporting mesh, which passes connections of a host through. */
export function ingressStep(
  exporter: IstioMesh,
  { host, place }: MeshImport,
  { destination: { subset } }: Call,
): TraceStep {
  const [exposed, ...others] = exposuresOf(exporter, host);
  if (exposed === undefined) return notExposed(exporter, host, place);
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

function notExposed(exporter: IstioMesh, host: string, place: Subject): TraceStep {
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

/** The gateways of a mesh for other networks, each with its Namespace. */
function gatewaysOf({ gateways, cluster }: IstioMesh): readonly Subject[] {
  return gateways
    .filter(({ isRemote }) => !isRemote)
    .flatMap(({ object }) => [{ object }, ...namespaceSubject(cluster, object.namespace ?? '')]);
}

/** What an exposed host leads to, or why it leads nowhere. */
export function targetOf(exporter: IstioMesh, host: string, port: number | undefined): CallTarget | TraceStep {
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

function noTarget(exporter: IstioMesh, host: string): TraceStep {
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
  object: CallTarget['object'],
): TraceStep['failure'] {
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
    readonly object: NonNullable<CallTarget['object']>;
    readonly namespace: string;
    readonly exportTo?: readonly string[];
  },
  name: string,
): TraceStep['failure'] {
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

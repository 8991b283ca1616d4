import type { ManifestObject } from '../../manifests/object';
import { listAt, mapAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding, Subject } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

/** The names that Kubernetes accepts for a Service, without the limit of their length. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** The limit of the name of a Service and of the value of a label, in characters. */
const MAX_CHARACTERS = 63;

/** How much of a name a message shows, in characters. */
const MAX_SHOWN = 100;

const RESERVED = ['istio-ingressgateway', 'istio-egressgateway'];

/** The Services that the operator creates for addons in the namespace of a control plane. */
const ADDON_SERVICES = new Set([
  'grafana',
  'jaeger-agent',
  'jaeger-collector',
  'jaeger-collector-headless',
  'jaeger-query',
  'kiali',
  'prometheus',
  'zipkin',
]);

const REJECTED = 'the operator rejects the control plane';
const NOT_RENDERED = 'the operator cannot render the gateway, and the control plane does not become ready';
const OVERWRITTEN = 'the two Services overwrite each other';
const RENAME = 'rename the gateway';
const OTHER_SERVICE = ['the other Service'];

const FINDINGS = {
  reservedName: {
    severity: 'error',
    message: 'the additional gateway "{name}" has the name of a default gateway',
    effect: REJECTED,
    fix: 'write another name, such as "<peer>-ingress" or "<peer>-egress"',
  },
  invalidName: {
    severity: 'error',
    message: 'invalid gateway name "{name}": it is not a valid name of a Service',
    effect: NOT_RENDERED,
    fix: 'write lower-case letters, digits and "-", with a letter first and no "-" last',
  },
  longName: {
    severity: 'error',
    message: `the gateway name "{name}" has {length} characters; the name of a Service has at most ${MAX_CHARACTERS}`,
    effect: NOT_RENDERED,
    fix: 'write a shorter name',
  },
  longLabel: {
    severity: 'error',
    message: `the gateway name and its namespace make the label value "{label}" of {length} characters; the value of a label has at most ${MAX_CHARACTERS}`,
    effect: NOT_RENDERED,
    fix: 'shorten the name to a length of {max}, or use a shorter namespace',
    related: ['the namespace'],
  },
  duplicateName: {
    severity: 'error',
    message: 'the ingress gateway and the egress gateway have the same name "{name}"',
    effect: `${REJECTED}: both would be one Service`,
    fix: 'rename one of the two',
    related: ['the ingress gateway'],
  },
  controlPlaneService: {
    severity: 'error',
    message: 'the gateway "{name}" has the name of a Service of the control plane itself',
    effect: OVERWRITTEN,
    fix: RENAME,
    related: OTHER_SERVICE,
  },
  existingService: {
    severity: 'error',
    message: 'the gateway "{name}" has the name of another Service in its namespace',
    effect: OVERWRITTEN,
    fix: RENAME,
    related: OTHER_SERVICE,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED024: the names of additional gateways can be those of Services. */
export const gatewayNames: Rule = {
  id: 'FED024',
  generations: ['ossm2'],
  title: 'the name of each additional gateway is a free name for a Service, short enough for the labels made of it',
  cause:
    'A gateway gives its name to a Deployment, a Service and a ServiceAccount, and with its namespace to a label of its pods.',
  fix: 'Write a name of lower-case letters, digits and "-" that begins with a letter and is used once, with at most 62 characters together with the namespace.',
  sources: [
    'Kubernetes documentation, Object Names and IDs (RFC 1035 label names), and Labels and Selectors',
    'maistra/istio-operator pkg/controller/versions/util.go (names of additional gateways)',
    'maistra/istio-operator resources/helm, gateways (labels of the pods)',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalEgress.istio-egressgateway', {
        enabled: false,
      }),
    ],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) for (const found of checkMesh(mesh)) report(found);
  },
};

function checkMesh(mesh: ObservedMesh): readonly Finding[] {
  const gateways = [...mesh.ingress.values(), ...mesh.egress.values()];
  const own = gateways.flatMap((gateway) => checkName(gateway) ?? checkService(gateway) ?? []);
  return [...own, ...[...mesh.egress.values()].flatMap((gateway) => checkTwice(gateway) ?? [])];
}

function at({ mesh, path }: ObservedGateway): Subject {
  return { object: mesh.object, path, atKey: true };
}

function checkName(gateway: ObservedGateway): Finding | undefined {
  const { name, mesh } = gateway;
  const { length } = name;
  const shown = length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}...` : name;
  if (RESERVED.includes(name)) return finding('reservedName', at(gateway), { name });
  if (!SERVICE_NAME.test(name)) return finding('invalidName', at(gateway), { name: shown });
  if (length > MAX_CHARACTERS) return finding('longName', at(gateway), { name: shown, length });
  const label = `${name}.${mesh.namespace}`;
  if (label.length <= MAX_CHARACTERS) return undefined;
  const max = Math.max(1, MAX_CHARACTERS - 1 - mesh.namespace.length);
  const related = [{ object: mesh.object, path: ['metadata', 'namespace'] }];
  return finding('longLabel', { ...at(gateway), related }, { label, length: label.length, max });
}

function checkTwice(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const ingress = mesh.ingress.get(name);
  return ingress && finding('duplicateName', { ...at(gateway), related: [at(ingress)] }, { name });
}

/** Reports the name of another Service; a gateway in another namespace is what FED006 is about. */
function checkService(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const found = mesh.cluster.find('Service', mesh.namespace, name);
  const related = found !== undefined && found.group === '' && !isRendered(found) ? [{ object: found }] : [];
  const isOfControlPlane = name === `istiod-${mesh.name}` || ADDON_SERVICES.has(name);
  if (!isOfControlPlane && related.length === 0) return undefined;
  return finding(isOfControlPlane ? 'controlPlaneService' : 'existingService', { ...at(gateway), related }, { name });
}

/** Whether the operator created a Service: manifests may be read from a cluster. */
function isRendered({ value }: ManifestObject): boolean {
  const labels = mapAt(value, ['metadata', 'labels']);
  const owners = listAt(value, ['metadata', 'ownerReferences']);
  return owners.length > 0 || 'maistra.io/owner' in labels;
}

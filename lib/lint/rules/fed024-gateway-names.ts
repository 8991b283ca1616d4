import type { ManifestObject } from '../../manifests/object';
import { listAt, mapAt, textAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { type FindingPlace, findingMaker } from '../findings';
import type { Rule } from '../rule';

/** The names that Kubernetes allows for a Service. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** The limit of the name of a Service and of the value of a label. */
const MAX_CHARACTERS = 63;

/** How much of a name a message prints. */
const MAX_SHOWN_CHARACTERS = 100;

const RESERVED = ['istio-ingressgateway', 'istio-egressgateway'];

/** The Services of add-ons that the operator creates in the namespace of a control plane. */
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

const NOT_RENDERED = 'the operator cannot create the gateway, and the control plane does not become ready';
const OVERWRITTEN = 'the two Services overwrite each other';
const RENAME = 'give the gateway another name, such as "<peer>-ingress" or "<peer>-egress"';

const FINDINGS = {
  reservedName: {
    severity: 'error',
    message: 'the name "{name}" of an additional gateway is reserved for a default gateway',
    effect: 'the operator rejects the control plane',
    fix: RENAME,
  },
  invalidServiceName: {
    severity: 'error',
    message: 'the gateway name "{name}" is invalid as the name of a Service',
    effect: NOT_RENDERED,
    fix: 'use lowercase letters, digits and "-", with a letter at the beginning and no "-" at the end',
  },
  nameTooLong: {
    severity: 'error',
    message: `the gateway name "{name}" has {length} characters, and the name of a Service at most ${MAX_CHARACTERS}`,
    effect: NOT_RENDERED,
    fix: 'use a shorter name',
  },
  labelTooLong: {
    severity: 'error',
    message: `the gateway name and its namespace form the label value "{label}" of {length} characters, and a label value has at most ${MAX_CHARACTERS}`,
    effect: NOT_RENDERED,
    fix: 'use a shorter name (at most {free} characters in this namespace), or a shorter namespace',
    related: ['the namespace'],
  },
  nameOfControlPlaneService: {
    severity: 'error',
    message: 'the gateway name "{name}" is the name of a Service of the control plane',
    effect: OVERWRITTEN,
    fix: RENAME,
  },
  nameOfOtherService: {
    severity: 'error',
    message: 'the gateway name "{name}" is the name of another Service in its namespace',
    effect: OVERWRITTEN,
    fix: RENAME,
    related: ['the other Service'],
  },
  duplicateName: {
    severity: 'error',
    message: '"{name}" is the name of both an ingress gateway and an egress gateway',
    effect: 'the operator rejects the control plane, because both gateways would have the same Service',
    fix: 'give one of the two gateways another name',
    related: ['the ingress gateway'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED024: the name of each additional gateway is valid and unused as the name of a Service. */
export const gatewayNames: Rule = {
  id: 'FED024',
  generations: ['ossm2'],
  title:
    'the name of each additional gateway is a valid, unused name of a Service and short enough for the label of its pods',
  cause:
    'The name of a gateway is the name of its Deployment, its Service and its ServiceAccount, and together with the namespace it is a label of its pods.',
  fix: 'Use a unique name of lowercase letters, digits and "-" that begins with a letter and has at most 62 characters together with the namespace.',
  sources: [
    'maistra/istio-operator pkg/controller/versions/util.go (validateGatewaysInternal)',
    'maistra/istio-operator, charts of the gateways, templates/deployment.yaml (label maistra.io/gateway)',
    'Kubernetes documentation, Object Names and IDs; Labels and Selectors',
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
    for (const mesh of fleet.meshes) for (const finding of checkMesh(mesh)) report(finding);
  },
};

function checkMesh({ ingress, egress }: ObservedMesh): readonly Finding[] {
  const gateways = [...ingress.values(), ...egress.values()];
  return [
    ...gateways.flatMap((gateway) => checkReserved(gateway) ?? (isRendered(gateway) ? checkRendered(gateway) : [])),
    ...[...egress.values()].flatMap((gateway) => checkDuplicate(gateway) ?? []),
  ];
}

function placeOf({ mesh, path }: ObservedGateway): FindingPlace {
  return { object: mesh.object, path, atKey: true };
}

/** The operator validates reserved and duplicate names also of gateways that it does not create. */
function checkReserved(gateway: ObservedGateway): Finding | undefined {
  const { name } = gateway;
  return RESERVED.includes(name) ? finding('reservedName', placeOf(gateway), { name }) : undefined;
}

/** Whether the operator creates a gateway; FED006 reports one that a peer needs and that it does not create. */
function isRendered({ enabled }: ObservedGateway): boolean {
  return enabled === true;
}

function checkRendered(gateway: ObservedGateway): Finding | readonly Finding[] {
  return checkName(gateway) ?? checkLength(gateway) ?? checkService(gateway) ?? [];
}

function checkName(gateway: ObservedGateway): Finding | undefined {
  const { name } = gateway;
  if (SERVICE_NAME.test(name)) return undefined;
  return finding('invalidServiceName', placeOf(gateway), { name: shortened(name) });
}

function checkLength(gateway: ObservedGateway): Finding | undefined {
  const { name, mesh } = gateway;
  const { length } = name;
  if (length > MAX_CHARACTERS) return finding('nameTooLong', placeOf(gateway), { name: shortened(name), length });
  const label = `${name}.${mesh.namespace}`;
  if (mesh.namespace === '' || label.length <= MAX_CHARACTERS) return undefined;
  const related = [{ object: mesh.object, path: ['metadata', 'namespace'] }];
  const free = Math.max(0, MAX_CHARACTERS - 1 - mesh.namespace.length);
  return finding('labelTooLong', { ...placeOf(gateway), related }, { label, length: label.length, free });
}

function shortened(name: string): string {
  return name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}...` : name;
}

function namespaceOf({ mesh, value }: ObservedGateway): string {
  return textAt(value, ['namespace']) ?? mesh.namespace;
}

function checkDuplicate(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const ingress = mesh.ingress.get(name);
  if (ingress === undefined || namespaceOf(ingress) !== namespaceOf(gateway)) return undefined;
  return finding('duplicateName', { ...placeOf(gateway), related: [placeOf(ingress)] }, { name });
}

/** FED006 reports a gateway in another namespace. */
function checkService(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const service = mesh.cluster.find('Service', mesh.namespace, name);
  if (service?.group === '' && service.namespace === mesh.namespace && !isOfOperator(service)) {
    return finding('nameOfOtherService', { ...placeOf(gateway), related: [{ object: service }] }, { name });
  }
  const isUsed = name === `istiod-${mesh.name}` || ADDON_SERVICES.has(name);
  return isUsed ? finding('nameOfControlPlaneService', placeOf(gateway), { name }) : undefined;
}

/** Whether the operator created a Service, in manifests that were read from a cluster. */
function isOfOperator({ value }: ManifestObject): boolean {
  const labels = mapAt(value, ['metadata', 'labels']);
  const owners = listAt(value, ['metadata', 'ownerReferences']);
  return owners.length > 0 || 'maistra.io/owner' in labels;
}

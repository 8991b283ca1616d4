import type { ManifestObject } from '../../manifests/object';
import { listAt, mapAt } from '../../observed/fields';
import type { ObservedGateway, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

/** What Kubernetes takes for the name of a Service. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

const MOST_CHARACTERS = 63;

const RESERVED = ['istio-ingressgateway', 'istio-egressgateway'];

/** What the operator calls Services of its own in the namespace of a control plane. */
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

/** FED024: the names of additional gateways can be those of Services. */
export const gatewayNames: Rule = {
  id: 'FED024',
  severity: 'error',
  title: 'the name of each additional gateway is a free name for a Service, short enough for the labels made of it',
  cause:
    'A gateway gives its name to a Deployment, a Service and a ServiceAccount, and with its namespace to a label of its pods.',
  effect: 'the operator cannot render the gateway, and the control plane does not become ready',
  fix: 'Write a name of lower-case letters, digits and "-" that begins with a letter and is used once, with at most 62 characters together with the namespace.',
  source: 'fact sheet 1.3 and 7.1',
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

function checkMesh(mesh: ObservedMesh): readonly Finding[] {
  const gateways = [...mesh.ingress.values(), ...mesh.egress.values()];
  const own = gateways.flatMap((gateway) => checkName(gateway) ?? checkService(gateway) ?? []);
  return [...own, ...[...mesh.egress.values()].flatMap((gateway) => checkTwice(gateway) ?? [])];
}

function at({ mesh, path }: ObservedGateway): Pick<Finding, 'object' | 'path' | 'atKey'> {
  return { object: mesh.object, path, atKey: true };
}

function checkName(gateway: ObservedGateway): Finding | undefined {
  const { name, mesh } = gateway;
  const text = shown(name);
  if (RESERVED.includes(name)) {
    return {
      ...at(gateway),
      message: `an additional gateway is called "${name}", the name of a default gateway`,
      effect: 'the operator refuses the control plane',
      fix: 'write another name, such as "<peer>-ingress" or "<peer>-egress"',
    };
  }
  if (!SERVICE_NAME.test(name)) {
    const message = `the gateway name ${text} is no name for a Service`;
    return {
      ...at(gateway),
      message,
      fix: 'write lower-case letters, digits and "-", with a letter first and no "-" last',
    };
  }
  if (name.length > MOST_CHARACTERS) {
    const message = `the gateway name ${text} has ${name.length} characters, and a Service takes ${MOST_CHARACTERS}`;
    return { ...at(gateway), message, fix: 'write a shorter name' };
  }
  const label = `${name}.${mesh.namespace}`;
  if (label.length <= MOST_CHARACTERS) return undefined;
  return {
    ...at(gateway),
    message: `the gateway name and its namespace make the label "${label}" of ${label.length} characters, and labels take ${MOST_CHARACTERS}`,
    fix: `shorten the name to ${Math.max(1, MOST_CHARACTERS - 1 - mesh.namespace.length)} characters, or use a shorter namespace`,
    related: [{ object: mesh.object, path: ['metadata', 'namespace'], text: 'the namespace' }],
  };
}

function shown(name: string): string {
  return name.length > 100 ? `"${name.slice(0, 100)}..."` : `"${name}"`;
}

function checkTwice(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const ingress = mesh.ingress.get(name);
  if (ingress === undefined) return undefined;
  return {
    ...at(gateway),
    message: `"${name}" is the name of an ingress and of an egress gateway`,
    effect: 'the operator refuses the control plane: both would be one Service',
    fix: 'give one of the two another name',
    related: [{ object: mesh.object, path: ingress.path, atKey: true, text: 'the ingress gateway' }],
  };
}

/** A gateway in another namespace is what FED006 is about. */
function checkService(gateway: ObservedGateway): Finding | undefined {
  const { mesh, name } = gateway;
  const service = mesh.cluster.find('Service', mesh.namespace, name);
  const isOwn = name === `istiod-${mesh.name}` || ADDON_SERVICES.has(name);
  const isOther = service !== undefined && service.group === '' && !isRendered(service);
  if (!isOwn && !isOther) return undefined;
  return {
    ...at(gateway),
    message: `the gateway is called "${name}", and so is ${isOwn ? 'a Service of the control plane itself' : 'another Service in its namespace'}`,
    effect: 'the two Services overwrite each other',
    fix: 'give the gateway another name',
    ...(isOther && { related: [{ object: service, text: 'the other Service' }] }),
  };
}

/** Whether the operator made a Service: manifests may be read from a cluster. */
function isRendered({ value }: ManifestObject): boolean {
  const labels = mapAt(value, ['metadata', 'labels']);
  const owners = listAt(value, ['metadata', 'ownerReferences']);
  return owners.length > 0 || 'maistra.io/owner' in labels;
}

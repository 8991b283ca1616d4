import { listNames, suggestName } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { mapAt, textAt } from '../../observed/fields';
import type { ObservedMesh } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { ObjectsByNamespace } from './support/objects-by-namespace';

/** The Secret from which istiod reads a custom CA, and the keys that it requires. */
const SECRET = 'cacerts';
const KEYS = ['ca-cert.pem', 'ca-key.pem', 'root-cert.pem', 'cert-chain.pem'];
const KEY_LIST = KEYS.join(', ');

const AUTHORITY = ['spec', 'security', 'certificateAuthority'];
const AUTHORITY_TYPES = ['Istiod', 'Custom', 'cert-manager'];
const SIGNER_TYPES = ['PrivateKey', 'SelfSigned'];

/** Objects from which an operator creates a Secret of the same name. */
const SOURCES = ['SealedSecret', 'ExternalSecret', 'VaultStaticSecret', 'Certificate'];

/** The settings of a control plane with a custom CA. */
const SETTINGS: readonly { readonly path: readonly string[]; readonly value: unknown }[] = [
  { path: [...AUTHORITY, 'type'], value: 'Istiod' },
  { path: [...AUTHORITY, 'istiod', 'type'], value: 'PrivateKey' },
  { path: [...AUTHORITY, 'istiod', 'privateKey', 'rootCADir'], value: '/etc/cacerts' },
];

/** Strict mutual TLS, a part of the documented procedure that the CA itself does not need. */
const MTLS = ['spec', 'security', 'dataPlane', 'mtls'];

const BLOCK: string = '{ type: Istiod, istiod: { type: PrivateKey, privateKey: { rootCADir: /etc/cacerts } } }';
const OTHER_ROOT = 'istiod does not start, or signs with a root certificate of its own that no peer trusts';

const FINDINGS = {
  missingSetting: {
    severity: 'error',
    message: '{field} is missing: a control plane with a custom CA requires {expected}',
    effect: OTHER_ROOT,
    fix: 'write {field}: {value}',
  },
  wrongSetting: {
    severity: 'error',
    message: '{field} is {found}: a control plane with a custom CA requires {expected}',
    effect: OTHER_ROOT,
    fix: 'write {field}: {value}',
  },
  undecidedMutualTLS: {
    severity: 'info',
    message: 'security.dataPlane.mtls is missing: the documented procedure for a custom CA sets it to true',
    effect: 'the CA works, and the workloads of the mesh also accept calls without TLS',
    fix: 'write security.dataPlane.mtls: true for strict mutual TLS, or false if calls without TLS are intended',
  },
  unknownType: {
    severity: 'error',
    message: 'unknown type "{found}" of the certificate authority',
    effect: 'the operator fails to convert the control plane, and changes nothing',
    fix: '{suggestion}',
  },
  missingKeys: {
    severity: 'error',
    message: `the Secret "${SECRET}" lacks {keys}`,
    effect: OTHER_ROOT,
    fix: `add what is missing; istiod reads ${KEY_LIST}`,
  },
  undeclaredCA: {
    severity: 'warning',
    message: `the namespace "{namespace}" has the Secret "${SECRET}", and the control plane does not declare a custom CA`,
    effect: 'the operator does not configure the mesh for the CA in the Secret',
    fix: `write security.certificateAuthority: ${BLOCK}, or remove the Secret`,
    related: ['the Secret is here'],
  },
  missingSecret: {
    severity: 'error',
    message: `the Secret "${SECRET}" is missing: the manifests have other Secrets in the namespace "{namespace}"`,
    effect: OTHER_ROOT,
    fix: `create the Secret "${SECRET}" with ${KEY_LIST} in the namespace "{namespace}"`,
    related: ['another Secret in the namespace'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/**
 * FED043: a custom CA is configured completely. The Secret is often kept out of Git, so its absence is reported only
 * where the manifests have other Secrets in the same namespace. Values of Secrets are never read.
 */
export const customCA: Rule = {
  id: 'FED043',
  generations: ['ossm2'],
  title: `a control plane with a custom CA has the whole certificateAuthority block and the Secret "${SECRET}" with four keys`,
  cause: 'The configuration has parts in two objects; one of them was forgotten or copied from upstream Istio.',
  fix: `Set security.certificateAuthority to ${BLOCK}, create the Secret before the control plane, and decide on security.dataPlane.mtls.`,
  sources: [
    'OpenShift Service Mesh 2 documentation, Security, Adding an external certificate authority key and certificate',
    'maistra/istio-operator pkg/apis/maistra/v2/security.go (types of certificate authorities)',
  ],
  findings: FINDINGS,
  example: {
    given: [
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.dataPlane', { mtls: true }),
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.certificateAuthority', {
        type: 'Istiod',
        istiod: { type: 'PrivateKey', privateKey: { rootCADir: '/etc/cacerts' } },
      }),
    ],
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.certificateAuthority.type', undefined)],
  },
  check: (fleet, report) => {
    const secrets = new ObjectsByNamespace('', 'Secret');
    for (const mesh of fleet.meshes) {
      for (const finding of checkMesh(mesh, secrets.in(mesh.cluster, mesh.namespace))) report(finding);
    }
  },
};

function checkMesh(mesh: ObservedMesh, secrets: readonly ManifestObject[]): readonly Finding[] {
  const secret = secrets.find(({ name }) => name === SECRET);
  const ofSecret = secret === undefined ? [] : checkKeys(secret);
  const types = checkTypes(mesh);
  if (types.length > 0) return [...types, ...ofSecret];
  if (!isCustom(mesh)) return [...ofSecret, ...(secret === undefined ? [] : undeclared(mesh, secret))];
  return [...checkSettings(mesh), ...ofSecret, ...(secret === undefined ? missing(mesh, secrets) : [])];
}

/** Unknown types make the operator fail before it reads anything else. */
function checkTypes({ object }: ObservedMesh): readonly Finding[] {
  const fields = [
    { path: [...AUTHORITY, 'type'], known: AUTHORITY_TYPES },
    { path: [...AUTHORITY, 'istiod', 'type'], known: SIGNER_TYPES },
  ];
  return fields.flatMap(({ path, known }) => {
    const found = textAt(object.value, path);
    if (found === undefined || known.includes(found)) return [];
    return [finding('unknownType', { object, path }, { found, suggestion: suggestName(found, known) })];
  });
}

/** Whether a control plane declares a CA whose key is in a Secret. */
function isCustom({ object }: ObservedMesh): boolean {
  const istiod = mapAt(object.value, [...AUTHORITY, 'istiod']);
  return textAt(istiod, ['type']) === 'PrivateKey' || Object.hasOwn(istiod, 'privateKey');
}

function checkSettings({ object }: ObservedMesh): readonly Finding[] {
  const undecided = (valueAt(object.value, MTLS) ?? undefined) === undefined;
  const wrong = SETTINGS.flatMap(({ path, value }) => {
    const found = valueAt(object.value, path) ?? undefined;
    if (found === value) return [];
    const slots = { field: path.slice(1).join('.'), expected: JSON.stringify(value), value: String(value) };
    if (found === undefined) return [finding('missingSetting', { object, path }, slots)];
    return [finding('wrongSetting', { object, path }, { ...slots, found: JSON.stringify(found) })];
  });
  return undecided ? [...wrong, finding('undecidedMutualTLS', { object, path: MTLS }, {})] : wrong;
}

function checkKeys(object: ManifestObject): readonly Finding[] {
  const { data, stringData } = object.value;
  const keys = new Set([...Object.keys(mapAt(data)), ...Object.keys(mapAt(stringData))]);
  const lacking = KEYS.filter((key) => !keys.has(key));
  if (lacking.length === 0) return [];
  const path = [data === undefined && stringData !== undefined ? 'stringData' : 'data'];
  return [finding('missingKeys', { object, path }, { keys: listNames(lacking) })];
}

/** A Secret that the control plane does not declare. */
function undeclared({ object, namespace }: ObservedMesh, secret: ManifestObject): readonly Finding[] {
  // A control plane with certificates from elsewhere may have the Secret for reasons of its own.
  if (!['Istiod', undefined].includes(textAt(object.value, [...AUTHORITY, 'type']))) return [];
  const related = [{ object: secret }];
  return [finding('undeclaredCA', { object, path: AUTHORITY, related }, { namespace })];
}

function missing({ cluster, namespace, object }: ObservedMesh, [other]: readonly ManifestObject[]): readonly Finding[] {
  const isCreated = SOURCES.some((kind) => cluster.find(kind, namespace, SECRET) !== undefined);
  if (other === undefined || isCreated) return [];
  const related = [{ object: other, path: ['metadata', 'name'] }];
  const path = [...AUTHORITY, 'istiod', 'privateKey'];
  return [finding('missingSecret', { object, path, related }, { namespace })];
}

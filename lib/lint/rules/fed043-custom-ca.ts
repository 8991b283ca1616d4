import { suggestName } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { mapAt, textAt, valueAt } from '../../observed/fields';
import type { ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { ObjectsByNamespace } from './support/objects-by-namespace';

/** The name of the Secret from which istiod takes a CA of one's own, and what it must hold. */
const SECRET = 'cacerts';
const KEYS = ['ca-cert.pem', 'ca-key.pem', 'root-cert.pem', 'cert-chain.pem'];

const AUTHORITY = ['spec', 'security', 'certificateAuthority'];
const AUTHORITY_TYPES = ['Istiod', 'Custom', 'cert-manager'];
const SIGNER_TYPES = ['PrivateKey', 'SelfSigned'];

/** Objects from which an operator makes a Secret of the same name. */
const SOURCES = ['SealedSecret', 'ExternalSecret', 'VaultStaticSecret', 'Certificate'];

/**
 * FED043: a CA of one's own is set up completely. The Secret is often kept out of Git, so its absence is reported only
 * where the manifests have other Secrets of the same namespace. No value of a Secret is ever looked at.
 */
export const customCA: Rule = {
  id: 'FED043',
  severity: 'error',
  title: 'a control plane with a CA of its own has the whole block, mutual TLS and the Secret "cacerts" with four keys',
  cause: 'The set-up has parts in two objects, of which one was forgotten or copied from plain Istio.',
  effect: 'istiod does not start, or signs with a root of its own making that no peer knows',
  fix: 'Set security.dataPlane.mtls to true and certificateAuthority to { type: Istiod, istiod: { type: PrivateKey, privateKey: { rootCADir: /etc/cacerts } } }, and create the Secret before the control plane.',
  source: 'fact sheet 4.1',
  example: {
    given: [
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.dataPlane', { mtls: true }),
      set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.certificateAuthority', {
        type: 'Istiod',
        istiod: { type: 'PrivateKey', privateKey: { rootCADir: '/etc/cacerts' } },
      }),
    ],
    fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.dataPlane', undefined)],
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
  if (!isCustom(mesh)) return [...ofSecret, ...(secret === undefined ? [] : unused(mesh, secret))];
  return [...checkBlock(mesh), ...ofSecret, ...(secret === undefined ? missing(mesh, secrets) : [])];
}

/** Words that the operator does not know make it fail before it looks at anything else. */
function checkTypes({ object }: ObservedMesh): readonly Finding[] {
  const fields = [
    { path: [...AUTHORITY, 'type'], known: AUTHORITY_TYPES },
    { path: [...AUTHORITY, 'istiod', 'type'], known: SIGNER_TYPES },
  ];
  return fields.flatMap(({ path, known }) => {
    const found = textAt(object.value, path);
    if (found === undefined || known.includes(found)) return [];
    return [
      {
        object,
        path,
        message: `the type "${found}" of the certificate authority is none that the operator knows`,
        effect: 'the operator fails to convert the control plane, and changes nothing',
        fix: suggestName(found, known),
      },
    ];
  });
}

/** Whether a control plane asks for a key of one's own. */
function isCustom({ object }: ObservedMesh): boolean {
  const istiod = mapAt(object.value, [...AUTHORITY, 'istiod']);
  return textAt(istiod, ['type']) === 'PrivateKey' || Object.hasOwn(istiod, 'privateKey');
}

function checkBlock({ object }: ObservedMesh): readonly Finding[] {
  const wanted: readonly { readonly path: readonly string[]; readonly value: unknown }[] = [
    { path: [...AUTHORITY, 'type'], value: 'Istiod' },
    { path: [...AUTHORITY, 'istiod', 'type'], value: 'PrivateKey' },
    { path: [...AUTHORITY, 'istiod', 'privateKey', 'rootCADir'], value: '/etc/cacerts' },
    { path: ['spec', 'security', 'dataPlane', 'mtls'], value: true },
  ];
  return wanted.flatMap(({ path, value }) => {
    const found = valueAt(object.value, path);
    if (found === value) return [];
    const field = path.slice(1).join('.');
    const state = found === undefined || found === null ? 'is missing' : `is ${JSON.stringify(found)}`;
    return [
      {
        object,
        path,
        message: `the control plane has a CA of its own, and ${field} ${state} instead of ${JSON.stringify(value)}`,
        fix: `write ${field}: ${String(value)}`,
      },
    ];
  });
}

function checkKeys(secret: ManifestObject): readonly Finding[] {
  const { data, stringData } = secret.value;
  const keys = new Set([...Object.keys(mapAt(data)), ...Object.keys(mapAt(stringData))]);
  const lacking = KEYS.filter((key) => !keys.has(key));
  if (lacking.length === 0) return [];
  return [
    {
      object: secret,
      path: [data === undefined && stringData !== undefined ? 'stringData' : 'data'],
      message: `the Secret lacks ${lacking.map((key) => `"${key}"`).join(', ')}`,
      fix: `add ${lacking.length === 1 ? 'this key' : 'these keys'}; istiod reads ${KEYS.join(', ')}`,
    },
  ];
}

/** A Secret that the control plane does not ask for. */
function unused({ object }: ObservedMesh, secret: ManifestObject): readonly Finding[] {
  // What takes certificates from elsewhere has its own reasons.
  if (!['Istiod', undefined].includes(textAt(object.value, [...AUTHORITY, 'type']))) return [];
  return [
    {
      object,
      path: AUTHORITY,
      severity: 'warning',
      message: `the namespace has the Secret "${SECRET}", and the control plane does not say that it has a CA of its own`,
      effect: 'the operator does not set the mesh up for the CA of the Secret',
      fix: 'write certificateAuthority: { type: Istiod, istiod: { type: PrivateKey, privateKey: { rootCADir: /etc/cacerts } } }, or remove the Secret',
      related: [{ object: secret, path: [], text: 'this is the Secret' }],
    },
  ];
}

function missing(mesh: ObservedMesh, secrets: readonly ManifestObject[]): readonly Finding[] {
  const [other] = secrets;
  const { find } = mesh.cluster;
  if (other === undefined || SOURCES.some((kind) => find(kind, mesh.namespace, SECRET) !== undefined)) return [];
  return [
    {
      object: mesh.object,
      path: [...AUTHORITY, 'istiod', 'privateKey'],
      message: `the manifests have Secrets of the namespace "${mesh.namespace}", and the Secret "${SECRET}" is not among them`,
      fix: `create the Secret "${SECRET}" with ${KEYS.join(', ')} in the namespace "${mesh.namespace}"`,
      related: [{ object: other, path: ['metadata', 'name'], text: 'this is another Secret of the namespace' }],
    },
  ];
}

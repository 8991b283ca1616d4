import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { customCA } from '../../../lib/lint/rules/fed043-custom-ca';
import type { RuleCases } from './case';

const { given = [] } = customCA.example;
const PLANE = 'ServiceMeshControlPlane west-mesh';
const AUTHORITY = 'spec.security.certificateAuthority';
const MTLS = 'spec.security.dataPlane.mtls';

const plane = (path: string, value: unknown) => set('west', PLANE, path, value);

/** A Secret; its values are not read. */
function secret(name: string, fields: string, namespace = 'west-mesh'): Edit {
  return add(
    'west',
    `{ apiVersion: v1, kind: Secret, metadata: { name: ${name}, namespace: ${namespace} }, ${fields} }`,
  );
}

const FOUR = 'data: { ca-cert.pem: YQ==, ca-key.pem: YQ==, root-cert.pem: YQ==, cert-chain.pem: YQ== }';

/** An object from which an operator creates the Secret. */
function source(apiVersion: string, kind: string): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: cacerts, namespace: west-mesh }, spec: {} }`,
  );
}

const OTHER = secret('pull-secret', 'data: { .dockerconfigjson: e30= }');

/** FED043: custom CAs. */
export const cases: RuleCases = {
  rule: 'FED043',
  findings: {
    missingSetting: [
      { what: 'no type of the authority', edits: [...given, remove('west', PLANE, `${AUTHORITY}.type`)] },
      { what: 'no type of the signer', edits: [...given, remove('west', PLANE, `${AUTHORITY}.istiod.type`)] },
      { what: 'no directory', edits: [...given, remove('west', PLANE, `${AUTHORITY}.istiod.privateKey`)] },
    ],
    wrongSetting: [
      { what: 'another type of authority', edits: [...given, plane(`${AUTHORITY}.type`, 'cert-manager')] },
      { what: 'another type of signer', edits: [...given, plane(`${AUTHORITY}.istiod.type`, 'SelfSigned')] },
      {
        what: 'another directory',
        edits: [...given, plane(`${AUTHORITY}.istiod.privateKey.rootCADir`, '/etc/certs')],
      },
    ],
    undecidedMutualTLS: [
      { what: 'no mtls', edits: [...given, remove('west', PLANE, MTLS)] },
      { what: 'mtls is null', edits: [...given, plane(MTLS, null)] },
    ],
    unknownType: [
      { what: 'an authority in lower case', edits: [...given, plane(`${AUTHORITY}.type`, 'istiod')] },
      { what: 'an authority that is far from all', edits: [...given, plane(`${AUTHORITY}.type`, 'Vault')] },
      { what: 'a misspelt signer', edits: [...given, plane(`${AUTHORITY}.istiod.type`, 'PrivatKey')] },
      {
        what: 'both types, and a Secret without a key',
        edits: [
          plane(AUTHORITY, { type: 'istiod', istiod: { type: 'selfsigned' } }),
          secret('cacerts', FOUR.replace('ca-key.pem', 'tls.key')),
        ],
      },
    ],
    missingKeys: [
      {
        what: 'one key, in data',
        edits: [...given, secret('cacerts', FOUR.replace(', cert-chain.pem: YQ==', ''))],
      },
      {
        what: 'two keys, in stringData',
        edits: [...given, secret('cacerts', 'stringData: { ca-cert.pem: a, root-cert.pem: a }')],
      },
      {
        what: 'data and stringData without two keys',
        edits: [...given, secret('cacerts', 'data: { ca-cert.pem: YQ== }, stringData: { root-cert.pem: a }')],
      },
      { what: 'all keys: the Secret has no data', edits: [...given, secret('cacerts', 'type: Opaque')] },
      {
        what: 'the control plane does not declare the CA either',
        edits: [secret('cacerts', FOUR.replace('root-cert.pem', 'ca.crt'))],
      },
    ],
    undeclaredCA: [
      { what: 'no certificateAuthority', edits: [secret('cacerts', FOUR)] },
      { what: 'a self-signed CA', edits: [secret('cacerts', FOUR), plane(AUTHORITY, { type: 'Istiod' })] },
    ],
    missingSecret: [
      { what: 'another Secret is in the namespace', edits: [...given, OTHER] },
      {
        what: 'another Secret is in the namespace, and a setting is missing',
        edits: [...given, remove('west', PLANE, MTLS), OTHER],
      },
    ],
  },
  nearMisses: [
    { what: 'mtls is off on purpose', edits: [...given, plane(MTLS, false)] },
    { what: 'the Secret is complete', edits: [...given, OTHER, secret('cacerts', FOUR)] },
    {
      what: 'the Secret is complete in two parts',
      edits: [
        ...given,
        secret(
          'cacerts',
          'data: { ca-cert.pem: YQ==, ca-key.pem: YQ== }, stringData: { root-cert.pem: a, cert-chain.pem: a }',
        ),
      ],
    },
    { what: 'the manifests have no Secrets of the namespace', edits: [...given, secret('other', FOUR, 'shop')] },
    {
      what: 'a Secret of another API group',
      edits: [
        ...given,
        add('west', '{ apiVersion: example.org/v1, kind: Secret, metadata: { name: a, namespace: west-mesh } }'),
      ],
    },
    { what: 'a SealedSecret', edits: [...given, OTHER, source('bitnami.com/v1alpha1', 'SealedSecret')] },
    { what: 'an ExternalSecret', edits: [...given, OTHER, source('external-secrets.io/v1', 'ExternalSecret')] },
    {
      what: 'a VaultStaticSecret',
      edits: [...given, OTHER, source('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret')],
    },
    { what: 'a Certificate', edits: [...given, OTHER, source('cert-manager.io/v1', 'Certificate')] },
    {
      what: 'a self-signed CA without a Secret',
      edits: [plane(AUTHORITY, { type: 'Istiod', istiod: { type: 'SelfSigned' } }), OTHER],
    },
    { what: 'cert-manager signs', edits: [plane(AUTHORITY, { type: 'cert-manager' }), secret('cacerts', FOUR)] },
    { what: 'a custom signer', edits: [plane(AUTHORITY, { type: 'Custom' }), secret('cacerts', FOUR)] },
  ],
};

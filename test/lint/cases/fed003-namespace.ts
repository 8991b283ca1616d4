import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { namespace } from '../../../lib/lint/rules/fed003-namespace';
import type { RuleCases } from './case';

const CONFIG_MAP = 'ConfigMap east-mesh-ca-root-cert';

const inNamespace = (object: string, value: unknown): Edit => set('west', object, 'metadata.namespace', value);

/** Objects without a namespace: those of west that have a control plane, and those that belong to it. */
const WITHOUT_NAMESPACE = [
  'ServiceMeshControlPlane west-mesh',
  'ServiceMeshMemberRoll default',
  CONFIG_MAP,
  'ServiceMeshPeer east-mesh',
  'ImportedServiceSet east-mesh',
].map((object) => inNamespace(object, undefined));

/** A ConfigMap with root certificates in the namespace of an application, with the name of one that is in place. */
const COPY = add(
  'west',
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: west-mesh-ca-root-cert, namespace: shop }, data: {} }`,
);

/** FED003: the namespace of a control plane. */
export const cases: RuleCases = {
  rule: 'FED003',
  findings: {
    wrongNamespace: [
      { what: 'a peer', edits: [inNamespace('ServiceMeshPeer east-mesh', 'shop')] },
      { what: 'a set of imports', edits: [inNamespace('ImportedServiceSet east-mesh', 'shop')] },
    ],
    wrongNamespaceOfSeveral: [
      {
        what: 'a set beside two control planes',
        edits: [...NORTH, set('east', 'ExportedServiceSet west', 'metadata.namespace', 'attic')],
      },
    ],
    missingNamespace: [
      { what: 'a set', edits: [inNamespace('ImportedServiceSet east-mesh', undefined)] },
      { what: 'root certificates', edits: [inNamespace(CONFIG_MAP, undefined)] },
      { what: 'a member roll', edits: [inNamespace('ServiceMeshMemberRoll default', undefined)] },
      {
        what: 'only the control plane, and the objects beside it have one',
        edits: [inNamespace('ServiceMeshControlPlane west-mesh', undefined)],
      },
    ],
    missingNamespaceOfUnknown: [
      { what: 'nothing of the cluster has a namespace: once for the file', edits: WITHOUT_NAMESPACE },
      {
        what: 'the objects beside the control plane have different ones',
        edits: [
          inNamespace('ServiceMeshControlPlane west-mesh', undefined),
          inNamespace('ServiceMeshPeer east-mesh', 'other'),
        ],
      },
      {
        what: 'only the root certificates have a namespace',
        edits: [...WITHOUT_NAMESPACE, inNamespace(CONFIG_MAP, 'shop')],
      },

      {
        what: 'a peer beside two control planes',
        edits: [...NORTH, set('east', 'ServiceMeshPeer west', 'metadata.namespace', undefined)],
      },
    ],
    wrongNamespaceOfRoots: [
      { what: 'root certificates', edits: [inNamespace(CONFIG_MAP, 'shop')] },
      {
        what: 'the root certificates of one of two peers',
        edits: [...NORTH, set('west', 'ConfigMap north-mesh-ca-root-cert', 'metadata.namespace', 'shop')],
      },
    ],
  },
  nearMisses: [
    {
      what: 'the manifests have no control plane',
      edits: [...namespace.example.fault, remove('west', 'ServiceMeshControlPlane west-mesh')],
    },
    {
      what: 'the manifests have no control plane, and the root certificates are in another namespace (FED011)',
      edits: [inNamespace(CONFIG_MAP, 'shop'), remove('west', 'ServiceMeshControlPlane west-mesh')],
    },
    {
      what: 'a ConfigMap of another name is FED011',
      edits: [inNamespace(CONFIG_MAP, 'shop'), set('west', CONFIG_MAP, 'metadata.name', 'x')],
    },
    { what: 'a ConfigMap of the name in another cluster', edits: [COPY] },
    {
      what: 'root certificates in the namespace of another control plane are FED011',
      edits: [...NORTH, set('east', 'ConfigMap west-mesh-ca-root-cert', 'metadata.namespace', 'north-mesh')],
    },
    {
      what: 'a copy beside the root certificates that istiod reads',
      edits: [
        set('west', 'ServiceMeshPeer east-mesh', 'spec.security.certificateChain.name', 'west-mesh-ca-root-cert'),
        COPY,
        set('west', 'ConfigMap other', '', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'west-mesh-ca-root-cert', namespace: 'west-mesh' },
          data: {},
        }),
      ],
    },
  ],
};

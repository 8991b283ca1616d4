import { add, type Edit } from '../../examples/edit';

/** What may differ in the second mesh. */
export interface SecondMesh {
  /** The namespace of its control plane. */
  readonly namespace?: string;
  /** Its discovery label. */
  readonly label?: string;
}

/** A second mesh on the cluster `north` of the base federation, which shares no services. */
export function secondMesh({ namespace = 'south-mesh', label = 'south-mesh' }: SecondMesh): Edit {
  return add(
    'north',
    `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: south-mesh }
spec:
  namespace: ${namespace}
  version: v1.30-latest
  updateStrategy: { type: RevisionBased }
  values:
    global: { network: network-south-mesh }
    meshConfig:
      trustDomain: south-mesh.local
      discoverySelectors:
        - matchLabels: { ossm-fed.dev/mesh: ${label} }`,
  );
}

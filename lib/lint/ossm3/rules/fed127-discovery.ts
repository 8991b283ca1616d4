import { matchesLabels } from '../../../matching/label-selector';
import { namespaceLabels, VALUES } from '../../../observed/ossm3/meshes';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const FINDINGS = {
  notSelected: {
    severity: 'error',
    message: 'discoverySelectors of the mesh "{mesh}" do not match the namespace "{namespace}", which {role}',
    effect: 'istiod does not watch the namespace: what is in it has no effect, and no pod of it is a part of the mesh',
    fix: 'add the labels that a selector requires',
    related: ['the selectors'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED127: the control plane watches the namespaces of its mesh. */
export const discovery: Rule = {
  id: 'FED127',
  generations: ['ossm3'],
  title: 'discoverySelectors match the namespaces of the mesh, of its control plane and of its gateways',
  cause:
    'The label was put on the namespaces of workloads, and forgotten on that of the control plane or of the gateway.',
  fix: 'Add the label that meshConfig.discoverySelectors ask for to each of these namespaces.',
  sources: [
    'Istio documentation, MeshConfig.discoverySelectors',
    'sail-operator docs/ossm/create-mesh/README.md (the namespace of the control plane needs the label as well)',
  ],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'Namespace istio-ingress', 'metadata.labels', {})]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const { object, cluster, discoverySelectors } = mesh;
      if (object === undefined || discoverySelectors.length === 0) continue;
      for (const [namespace, role] of namespacesOf(mesh)) {
        const labels = namespaceLabels(cluster, namespace);
        const place = cluster.find('Namespace', undefined, namespace);
        if (labels === undefined || place === undefined) continue;
        if (discoverySelectors.some((selector) => matchesLabels(selector, labels))) continue;
        const related = [{ object, path: [...VALUES, 'meshConfig', 'discoverySelectors'] }];
        report(
          finding(
            'notSelected',
            { object: place, path: ['metadata', 'labels'], related },
            { mesh: mesh.name, namespace, role },
          ),
        );
      }
    }
  },
};

/** The namespaces that a mesh needs, each with the reason. */
function namespacesOf({
  cluster,
  namespace,
  revision,
  gateways,
  exposed,
  entries,
}: IstioMesh): ReadonlyMap<string, string> {
  const members = (cluster.byKind.get('Namespace') ?? []).filter(
    ({ name }) => namespaceLabels(cluster, name)?.['istio.io/rev'] === revision,
  );
  return new Map([
    ...entries.map((entry) => [entry.namespace, 'has ServiceEntries'] as const),
    ...[...gateways, ...exposed].map(({ object }) => [object.namespace ?? '', 'has a gateway'] as const),
    ...members.map(({ name }) => [name, 'has the label of its revision'] as const),
    [namespace, 'is that of the control plane'],
  ]);
}

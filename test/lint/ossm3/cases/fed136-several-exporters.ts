import { add, remove, set } from '../../../../lib/lint/examples/edit';
import { SECOND_EXPORTER } from '../../../../lib/lint/ossm3/examples/second-exporter';
import type { RuleCases } from '../../cases/case';

const names = (...list: readonly string[]) => [
  ...SECOND_EXPORTER,
  set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', list),
];
const EAST = 'spiffe://east-mesh.local/ns/stock/sa/prices';

/** FED136: imports from several meshes. */
export const cases: RuleCases = {
  rule: 'FED136',
  findings: { missingExporter: [{ what: 'the other mesh alone', edits: names(EAST) }] },
  nearMisses: [
    { what: 'both', edits: SECOND_EXPORTER },
    { what: 'none, which is FED113', edits: names() },
    { what: 'neither, which is FED114', edits: names('spiffe://east-mesh.local/ns/a/sa/b') },
    { what: 'one exporter', edits: [remove('east', 'AuthorizationPolicy ratings')] },
    { what: 'more objects', edits: [add('east', '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }')] },
  ],
};

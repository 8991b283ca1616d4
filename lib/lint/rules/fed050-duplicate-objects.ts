import { isDeepStrictEqual } from 'node:util';
import { objectName } from '../../manifests/object';
import type { DuplicateObject } from '../../observed/duplicates';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

/** How many other places a finding names. */
const MAX_RELATED = 5;

const REPEATED = ['the same object'];

const FINDINGS = {
  differentContent: {
    severity: 'error',
    message: 'duplicate object {object} in the cluster "{cluster}", with different content',
    effect:
      'the one that is applied last replaces the other, so the order of files decides; the other is not checked here',
    fix: 'remove one of the two; if one is a Kustomize patch, lint the output of "kubectl kustomize" instead',
    related: REPEATED,
  },
  sameContent: {
    severity: 'warning',
    message: 'duplicate object {object} in the cluster "{cluster}"',
    effect: 'a change of only one of the two is undone by the other, and Kustomize rejects both',
    fix: 'remove one of the two',
    related: REPEATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED050: a cluster has each object once. */
export const duplicateObjects: Rule = {
  id: 'FED050',
  generations: ['ossm2'],
  title: 'the manifests of a cluster have each object once',
  cause:
    'The object was copied to another file or document and the first one was left, or both are variants of which only one is applied.',
  fix: 'Keep one of the two. Move variants of an object out of the directory, or lint each variant by itself.',
  sources: [
    'Kubernetes documentation, Object Names and IDs (one object of a kind with a name in a namespace)',
    'Kubernetes documentation, API Overview (API groups and versions: all versions of a kind are the same object)',
  ],
  findings: FINDINGS,
  example: {
    given: [
      add(
        'west',
        '{ apiVersion: v1, kind: ConfigMap, metadata: { name: colors, namespace: shop }, data: { page: red } }',
      ),
      add(
        'west',
        '{ apiVersion: v1, kind: ConfigMap, metadata: { name: sizes, namespace: shop }, data: { page: big } }',
      ),
    ],
    fault: [set('west', 'ConfigMap sizes', 'metadata.name', 'colors')],
  },
  check: (fleet, report) => {
    for (const { duplicates } of fleet.clusters) for (const one of duplicates) report(toFinding(one));
  },
};

function toFinding({ object, others }: DuplicateObject): Finding {
  const path = ['metadata', 'name'];
  const related = others.slice(0, MAX_RELATED).map((other) => ({ object: other, path }));
  const isSame = others.every(({ value }) => isDeepStrictEqual(value, object.value));
  const slots = { object: objectName(object), cluster: object.cluster };
  return finding(isSame ? 'sameContent' : 'differentContent', { object, path, related }, slots);
}

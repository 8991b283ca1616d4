import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { policiesOf, principalsOf } from '../support/policies';
import { BUNDLE } from '../support/sources';

const FINDINGS = {
  literalPattern: {
    severity: 'warning',
    message:
      'the principal "{principal}" is a pattern with cluster.local, and the trust domain of the mesh is "{domain}"',
    effect: 'only full principals are rewritten to the own trust domain, so no caller of the mesh has this one',
    fix: 'write "{fixed}"',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED137: patterns of principals have the real trust domain. */
export const ownDomainPattern: Rule = {
  id: 'FED137',
  generations: ['ossm3'],
  title: 'a pattern for principals of the own mesh has its real trust domain',
  cause:
    'Full principals with cluster.local are rewritten to the own trust domain, so examples with cluster.local work; patterns are not.',
  fix: 'Write <trust domain>/* or <trust domain>/ns/<namespace>/*.',
  sources: [BUNDLE],
  findings: FINDINGS,
  example: ossm3Example([
    set(
      'east',
      'AuthorizationPolicy ratings',
      'spec.rules[0].from[0].source.principals[2]',
      'cluster.local/ns/stock/*',
    ),
  ]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const { trustDomain: domain } = mesh;
      if (domain === undefined || domain === 'cluster.local') continue;
      for (const { object, path, text } of principalsOf(policiesOf(mesh))) {
        if (!text.startsWith('cluster.local/') || !text.endsWith('*') || /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(text))
          continue;
        const fixed = text.replace('cluster.local', domain);
        report(finding('literalPattern', { object, path }, { principal: text, domain, fixed }));
      }
    }
  },
};

import { suggestName } from '../../../issues/suggest';
import { listAt } from '../../../observed/fields';
import { trustDomainOf } from '../../../observed/ossm3/hosts';
import type { IstioMesh, Ossm3Fleet } from '../../../observed/ossm3/model';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { linkedMeshes } from '../support/links';
import { policiesOf, principalsOf } from '../support/policies';

const FINDINGS = {
  unknownDomain: {
    severity: 'warning',
    message: 'no mesh has the trust domain "{domain}" of "{identity}"',
    effect:
      'no workload has the identity: what is allowed for it stays denied, and what is denied for it stays allowed',
    fix: '{suggestion}',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED144: policies and DestinationRules name trust domains of meshes. */
export const unknownDomain: Rule = {
  id: 'FED144',
  generations: ['ossm3'],
  title: 'each trust domain in policies and DestinationRules is that of a mesh',
  cause: 'The trust domain is misspelled, or a mesh has got another one.',
  fix: 'Write meshConfig.trustDomain of the Istio resource of the mesh that is meant.',
  sources: [
    'Istio documentation, AuthorizationPolicy, Source.principals',
    'Istio documentation, MeshConfig.trustDomain',
  ],
  findings: FINDINGS,
  example: ossm3Example([
    set(
      'east',
      'AuthorizationPolicy ratings',
      'spec.rules[0].from[0].source.principals[2]',
      'west.local/ns/shop/sa/page',
    ),
  ]),
  check: ({ ossm3 }, report) => {
    const links = linkedMeshes(ossm3);
    const known = knownDomains(ossm3, links);
    if (known === undefined) return;
    for (const mesh of links.keys()) {
      for (const { object, path, text } of identitiesIn(mesh)) {
        const domain = trustDomainOf(text);
        if (domain === undefined || known.has(domain)) continue;
        report(
          finding(
            'unknownDomain',
            { object, path },
            { domain, identity: text, suggestion: suggestName(domain, known) },
          ),
        );
      }
    }
  },
};

/** The trust domains of all meshes and their aliases; undefined where a mesh of the federation is not in the manifests. */
function knownDomains({ meshes }: Ossm3Fleet, links: ReturnType<typeof linkedMeshes>): ReadonlySet<string> | undefined {
  const known = new Set(meshes.flatMap(({ trustDomain, aliases }) => [trustDomain ?? '', ...aliases]));
  const isOpen = meshes.some(
    (mesh) =>
      mesh.object === undefined ||
      mesh.peerings.some(({ remote }) => remote === undefined) ||
      mesh.roots.flatMap(({ trustDomains }) => trustDomains).some((domain) => !known.has(domain)) ||
      hasUnknownRoots(mesh, links.get(mesh) ?? new Set()),
  );
  return isOpen ? undefined : new Set([...known, 'cluster.local']);
}

/** Whether a mesh has more roots without trust domains than peers that may have them: those that only serve, and call nothing. */
function hasUnknownRoots({ roots }: IstioMesh, peers: ReadonlySet<IstioMesh>): boolean {
  const named = new Set(roots.flatMap(({ trustDomains }) => trustDomains));
  const others = [...peers].filter(({ trustDomain = '' }) => !named.has(trustDomain));
  return roots.filter(({ trustDomains }) => trustDomains.length === 0).length > others.length;
}

function identitiesIn(mesh: IstioMesh) {
  const ofRules = mesh.destinationRules.flatMap(({ object }) => {
    const path = ['spec', 'trafficPolicy', 'tls', 'subjectAltNames'];
    return listAt(object.value, path).flatMap((text, i) =>
      typeof text === 'string' && text.startsWith('spiffe://') ? [{ object, path: [...path, i], text }] : [],
    );
  });
  return [...principalsOf(policiesOf(mesh)), ...ofRules];
}

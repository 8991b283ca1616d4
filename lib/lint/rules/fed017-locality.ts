import { textAt } from '../../observed/fields';
import type { ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type LocalImport, localImports } from './support/import-hosts';
import { ruleOf } from './support/places';

const LOCALITY = ['spec', 'locality'];

const FINDINGS = {
  incompleteLocality: {
    severity: 'error',
    message: 'the locality has a {part} but no {missing}',
    effect: 'istiod ignores the whole locality, and no status reports it: failover has no region',
    fix: 'add {fields}, or remove the {part}',
  },
  missingLocality: {
    severity: 'warning',
    message: 'a service is imported as local beside a local Service, but the ImportedServiceSet has no locality',
    effect: 'requests go to local pods and the other mesh alike, even while all local pods are healthy',
    fix: 'set spec.locality.region to the region in which the exporting mesh runs',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED017: the locality of imports is complete, and imports as local have one. */
export const locality: Rule = {
  id: 'FED017',
  generations: ['ossm2'],
  title: 'the locality of an ImportedServiceSet has every part above its last one, and imports as local have one',
  cause:
    'A subzone requires a zone, and a zone requires a region; neither the API server nor a status reports a missing one.',
  fix: 'Set locality.region, and then zone and subzone as needed, to the place where the exporting mesh runs.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Configuring a federated mesh for failover',
    'maistra/istio pilot/pkg/serviceregistry/federation/controller.go, mergeLocality',
  ],
  findings: FINDINGS,
  example: { fault: [set('west', 'ImportedServiceSet east-mesh', 'spec.locality', { zone: '1' })] },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const locals = groupBy(localImports(mesh), ({ peer }) => peer.name);
      for (const peer of mesh.peers) {
        const found = checkParts(peer) ?? checkLocal(peer, locals.get(peer.name) ?? []);
        if (found !== undefined) report(found);
      }
    }
  },
};

function checkParts({ imports }: ObservedPeer): Finding | undefined {
  if (imports === undefined) return undefined;
  const { object } = imports;
  const has = (part: string) => textAt(object.value, [...LOCALITY, part]) !== undefined;
  const part = ['subzone', 'zone'].find(has);
  if (part === undefined) return undefined;
  const missing = (part === 'subzone' ? ['region', 'zone'] : ['region']).filter((one) => !has(one));
  if (missing.length === 0) return undefined;
  return finding(
    'incompleteLocality',
    { object, path: [...LOCALITY, part] },
    { part, missing: missing.join(' and no '), fields: missing.map((one) => `locality.${one}`).join(' and ') },
  );
}

/** An import as local beside a local Service; where there is none, there are no local pods to prefer. */
function checkLocal(peer: ObservedPeer, locals: readonly LocalImport[]): Finding | undefined {
  const { imports, cluster } = peer;
  if (imports === undefined || textAt(imports.object.value, [...LOCALITY, 'region']) !== undefined) return undefined;
  const found = locals.find(({ host }) => {
    const [name = '', namespace] = host.split('.');
    return cluster.find('Service', namespace, name) !== undefined;
  });
  return found && finding('missingLocality', ruleOf(imports, found.rule, ['importAsLocal']), {});
}

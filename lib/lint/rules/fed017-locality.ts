import { importSkipReason } from '../../matching/import';
import { importScopeOf } from '../../observed/exchange';
import { textAt } from '../../observed/fields';
import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

const LOCALITY = ['spec', 'locality'];

/** FED017: the locality of imports has no gap, and imports as local have one. */
export const locality: Rule = {
  id: 'FED017',
  severity: 'error',
  title: 'the locality of an ImportedServiceSet has no gap between its parts, and imports as local have one',
  cause: 'A subzone counts only inside a zone, and a zone only inside a region; nothing says so when one is missing.',
  effect: 'istiod drops the whole locality without a word, so failover has no region to go to',
  fix: 'Write locality.region, and then zone and subzone as needed: the place where the exporter runs.',
  source: 'fact sheet 5.5',
  example: { fault: [set('west', 'ImportedServiceSet east-mesh', 'spec.locality', { zone: '1' })] },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const finding = checkChain(peer) ?? checkLocal(peer);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkChain({ imports }: ObservedPeer): Finding | undefined {
  if (imports === undefined) return undefined;
  const { object } = imports;
  const has = (part: string) => textAt(object.value, [...LOCALITY, part]) !== undefined;
  const part = ['subzone', 'zone'].find(has);
  const missing = ['region', ...(part === 'subzone' ? ['zone'] : [])].filter((one) => !has(one));
  if (part === undefined || missing.length === 0) return undefined;
  return {
    object,
    path: [...LOCALITY, part],
    message: `the locality has a ${part} but no ${missing.join(' and no ')}`,
    fix: `add ${missing.map((one) => `locality.${one}`).join(' and ')}, or remove the ${part}`,
  };
}

function checkLocal(peer: ObservedPeer): Finding | undefined {
  const { imports } = peer;
  if (imports === undefined || textAt(imports.object.value, [...LOCALITY, 'region']) !== undefined) return undefined;
  const scope = importScopeOf(peer);
  const rule = imports.rules.findIndex(
    (one) => one.importAsLocal === true && importSkipReason(one, scope) === undefined,
  );
  if (rule < 0) return undefined;
  return {
    object: imports.object,
    path: [...imports.path, rule, 'importAsLocal'],
    severity: 'warning',
    message: 'services are imported as local, but the set has no locality',
    effect: 'requests are spread over local pods and the other mesh alike, also while all local pods are well',
    fix: 'write spec.locality.region with the region in which the exporter runs',
  };
}

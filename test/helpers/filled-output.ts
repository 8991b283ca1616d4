import { textFiller } from '../../lib/inject/fill';
import { mergeReadings } from '../../lib/lock/merge';
import { factKindsOf, lockScopeOf } from '../../lib/workflows/facts';
import type { Loaded } from '../../lib/workflows/load';
import { makeCertificate } from './make-certificate';
import { type Files, synthesize } from './synthesize';

/** What a synth writes, with a value for each fact: a root certificate of each mesh, and an IP address of each gateway. */
export function filledOutput(loaded: Loaded): Files {
  const [kinds, scope] = [factKindsOf(loaded.generations), lockScopeOf(loaded)];
  const readings = scope.facts.map((fact, i) => ({
    fact,
    value:
      fact.kind === 'root'
        ? makeCertificate({ organization: scope.meshes[fact.mesh]?.trustDomain ?? '' })
        : { addresses: [`203.0.113.${i + 1}`], ports: { service: 15443 } },
  }));
  const { lock, issues } = mergeReadings(undefined, readings, { kinds, scope, now: new Date('2026-11-25T12:00:00Z') });
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('\n'));
  const fill = textFiller(lock, kinds);
  return new Map([...synthesize(loaded)].map(([path, text]) => [path, fill(text).text]));
}

import type { Reading } from '../../lib/facts/model';
import { mergeReadings } from '../../lib/lock/merge';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { Fleet } from '../../lib/observed/model';
import { platformsOf } from '../../lib/workflows/check-output';
import { factKindsOf, lockScopeOf } from '../../lib/workflows/facts';
import type { Loaded } from '../../lib/workflows/load';
import { synthToMemory } from '../../lib/workflows/synth';
import { addressOf } from '../helpers/facts';
import { makeCertificate } from '../helpers/make-certificate';

/** The time at which certificates are checked. */
export const NOW = new Date('2026-11-25T12:00:00Z');

/** The files of a topology with the values that running clusters would have. */
export function filledFiles(loaded: Loaded): ReadonlyMap<string, string> {
  const scope = lockScopeOf(loaded);
  const meshes = loaded.federation?.meshes ?? [];
  const readings = scope.facts.map((fact, i): Reading => {
    const domain = meshes.find(({ name }) => name === fact.mesh)?.trustDomain ?? fact.mesh;
    if (fact.kind === 'root') return { fact, value: makeCertificate({ organization: domain }) };
    return { fact, value: addressOf([`203.0.113.${i + 1}`]) };
  });
  const { lock } = mergeReadings(undefined, readings, { kinds: factKindsOf(loaded.generations), scope, now: NOW });
  return synthToMemory(loaded, { lock }).files;
}

/** The fleet of a topology with the values that running clusters would have. */
export function filledFleet(loaded: Loaded): Fleet {
  const objects = [...filledFiles(loaded)].flatMap(([path, text]) => {
    const cluster = path.slice(0, path.indexOf('/'));
    return readManifests(cluster, path, text).manifests;
  });
  return buildFleet(objects, platformsOf(loaded.federation?.clusters ?? []), { now: NOW });
}

import type { GatewayAddress } from '../../lib/facts/address/locked-address';
import type { Fact, Reading } from '../../lib/facts/model';
import { type PlacedIssue, printPlace } from '../../lib/issues/place';
import { mergeReadings } from '../../lib/lock/merge';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { Fleet } from '../../lib/observed/model';
import { ossm2PlansOf } from '../../lib/ossm2/model';
import { platformsOf } from '../../lib/workflows/check-output';
import { type FederationScope, factKindsOf, lockScopeOf } from '../../lib/workflows/facts';
import type { Loaded } from '../../lib/workflows/load';
import { type MemorySynthResult, synthToMemory } from '../../lib/workflows/synth';
import { makeCertificate } from '../helpers/make-certificate';

/** The time at which certificates are checked. */
export const NOW = new Date('2026-11-25T12:00:00Z');

const certificates = new Map<string, string>();

/** What synth writes for a topology with the values that running clusters would have; what it refuses is an issue. */
export function filled(loaded: Loaded): MemorySynthResult {
  const scope = lockScopeOf(loaded);
  const readings = scope.facts.map((fact, i): Reading => {
    const value = fact.kind === 'root' ? rootOf(fact, scope) : addressOf(fact, i, loaded);
    return { fact, value };
  });
  const { lock, issues } = mergeReadings(undefined, readings, {
    kinds: factKindsOf(loaded.generations),
    scope,
    now: NOW,
  });
  if (issues.length > 0)
    throw new Error(`the lock of the test is invalid: ${issues.map(({ message }) => message).join('; ')}`);
  return synthToMemory(loaded, { lock });
}

/** The files of a topology with the values that running clusters would have. */
export function filledFiles(loaded: Loaded): ReadonlyMap<string, string> {
  const { files, issues } = filled(loaded);
  if (files.size === 0) throw new Error(`synth refuses the topology: ${issues.map(issueText).join('; ')}`);
  return files;
}

/** The fleet of files that were written for a topology. */
export function fleetOf({ federation }: Loaded, files: ReadonlyMap<string, string>): Fleet {
  const objects = [...files].flatMap(([path, text]) => {
    const cluster = path.slice(0, path.indexOf('/'));
    return readManifests(cluster, path, text).manifests;
  });
  return buildFleet(objects, platformsOf(federation?.clusters ?? []), { now: NOW });
}

/** The fleet of a topology with the values that running clusters would have. */
export function filledFleet(loaded: Loaded): Fleet {
  return fleetOf(loaded, filledFiles(loaded));
}

/** One root certificate for each mesh, or for the meshes that have it in common. */
function rootOf({ mesh }: Fact, { meshes }: FederationScope): string {
  const organization = meshes[mesh]?.commonRoot ?? meshes[mesh]?.trustDomain ?? mesh;
  const known = certificates.get(organization) ?? makeCertificate({ organization });
  certificates.set(organization, known);
  return known;
}

/** An address for each gateway, with the ports of its Service or its node ports. */
function addressOf(fact: Fact, i: number, loaded: Loaded): GatewayAddress {
  const { source } = fact;
  if (source.type !== 'Service') throw new Error(`unknown source of an address: ${source.type}`);
  const fixed = nodePortsOf(fact, loaded);
  const ports = source.ports.map(({ name, number }, k) => {
    const nodePort = fixed.get(number) ?? 32_000 + k;
    return [name, source.serviceType === 'NodePort' ? nodePort : number] as const;
  });
  return { addresses: [`203.0.${113 + Math.floor(i / 250)}.${(i % 250) + 1}`], ports: Object.fromEntries(ports) };
}

/** The node ports that a topology fixes for a gateway, by the ports of its Service. */
function nodePortsOf({ mesh, name }: Fact, { clusters = [] }: Loaded): ReadonlyMap<number, number> {
  const ingresses = ossm2PlansOf(clusters)
    .flatMap(({ meshes }) => meshes)
    .filter((one) => one.name === mesh)
    .flatMap(({ peers }) => peers.map(({ ingress }) => ingress));
  const ports = ingresses.find((ingress) => ingress.name === name)?.ports ?? [];
  return new Map(ports.flatMap(({ port, nodePort }) => (nodePort === undefined ? [] : [[port, nodePort] as const])));
}

function issueText(issue: PlacedIssue): string {
  return `${printPlace(issue)} ${issue.code} ${issue.message}`;
}

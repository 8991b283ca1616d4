import { readPem } from '../../certificates/pem';
import { fieldRisk } from '../../changes/common';
import type { ChangedObject, ChangeWarning, FieldChange, Judgement } from '../../changes/model';
import { mapsAt, textAt } from '../../status/observation';
import type { Fields } from '../../values';
import { type ImportGraph, type ImportGraphs, serviceOf, textsOf } from './graph';
import { lostRoots, newIdentity } from './warnings';

/** Where an Istio resource says who a mesh is and whom it trusts. */
const IDENTITY = [
  'spec.namespace',
  'spec.values.global.multiCluster',
  'spec.values.global.network',
  'spec.values.meshConfig.caCertificates',
  'spec.values.meshConfig.trustDomain',
  'spec.values.meshConfig.trustDomainAliases',
  'spec.values.pilot.env.ISTIO_MULTIROOT_MESH',
];

/** The settings of which peers have copies. */
const COPIED = ['spec.values.global.network', 'spec.values.meshConfig.trustDomain'];

/** Judges an Istio resource: who a mesh is, whom it trusts, and its version. */
export function judgeControlPlane(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement {
  const risk = riskOf(change, field);
  if (risk === 'capacity' || risk === 'cosmetic') return { risk };
  const names = new Set([before, after].flatMap((graph) => namesIn(change, graph)));
  const edges = [before, after].flatMap((graph) => [...names].flatMap((name) => graph.edgesOf(name)));
  const isMeant = ({ mesh, peer }: (typeof edges)[number]) => names.has(mesh) || names.has(peer);
  const imports = [before, after].flatMap((graph) => graph.imports).filter(({ edge }) => isMeant(edge));
  const [name = change.name] = names;
  return {
    risk,
    edges,
    services: imports.map(({ host }) => serviceOf(host)),
    warnings: edges.length === 0 ? [] : warningsOf(change, field, name),
  };
}

function namesIn({ cluster, before, after }: ChangedObject, graph: ImportGraph): readonly string[] {
  return textsOf([before, after], ['spec', 'namespace']).flatMap(
    (namespace) => graph.meshIn(cluster, namespace)?.name ?? [],
  );
}

function riskOf({ kind, action }: ChangedObject, field: FieldChange | undefined): Judgement['risk'] {
  if (field === undefined) return action === 'create' ? 'capacity' : 'identity';
  return isAt(field, IDENTITY) ? 'identity' : fieldRisk(kind, field);
}

function isAt({ path }: FieldChange, places: readonly string[]): boolean {
  return places.some((place) => `${path.join('.')}.`.startsWith(`${place}.`));
}

function warningsOf(change: ChangedObject, field: FieldChange | undefined, mesh: string): readonly ChangeWarning[] {
  if (field === undefined) return [newIdentity(mesh, 'its control plane is deleted')];
  if (isAt(field, COPIED)) return [newIdentity(mesh, `"${field.path.slice(2).join('.')}" changes`)];
  const isTrust = isAt(field, ['spec.values.meshConfig.caCertificates']);
  return isTrust && losesRoots(change) ? [lostRoots(mesh)] : [];
}

/** Whether of some mesh no root certificate stays that was trusted before. */
function losesRoots({ before, after }: ChangedObject): boolean {
  const now = new Set(entriesOf(after).flat());
  return entriesOf(before).some((entry) => entry.length > 0 && !entry.some((fingerprint) => now.has(fingerprint)));
}

/** The fingerprints of the certificates in each entry. */
function entriesOf(istio: Fields | undefined): readonly (readonly string[])[] {
  return mapsAt(istio, ['spec', 'values', 'meshConfig', 'caCertificates']).map((entry) => {
    const content = readPem(textAt(entry, ['pem']));
    return 'certificates' in content ? content.certificates.map(({ fingerprint }) => fingerprint) : [];
  });
}

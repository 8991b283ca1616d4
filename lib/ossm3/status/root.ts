import { type CaCertificate, readPem } from '../../certificates/pem';
import { absence } from '../../status/clusters';
import { mapsAt, textAt, textsAt } from '../../status/observation';
import { finding, type StatusFinding } from '../../status/report';
import { comparedRoots, type PublishingMesh, publishedRoots, rootDays, sameCertificates } from '../../status/roots';
import type { Fields } from '../../values';
import type { TrustedRootPlan } from '../model';
import type { ImportDirection, MeshSide } from './edges';
import { findIstio } from './objects';

const MESH_CONFIG = ['spec', 'values', 'meshConfig'];
const CERTIFICATES = [...MESH_CONFIG, 'caCertificates'];

/** Whether both meshes of a direction have the root certificates of each other, as both sides of a call check the other. */
export function rootFindings({ importer, exporter, now }: ImportDirection): readonly StatusFinding[] {
  return [...trustFindings(importer, exporter, now), ...trustFindings(exporter, importer, now)];
}

/** The days until the last root certificate of the exporter expires that the importer has; undefined if it has none that is valid. */
export function rootDaysOf({ importer, exporter, now }: ImportDirection): number | undefined {
  const published = publishedRoots(ownerOf(exporter)) ?? [];
  return rootDays(
    sameCertificates(certificatesIn(entriesOf(findIstio(importer.cluster, importer.mesh))), published),
    now,
  );
}

/** Whether a mesh trusts another one as the topology says. */
function trustFindings(holder: MeshSide, other: MeshSide, now: number): readonly StatusFinding[] {
  const { mesh, cluster } = holder;
  const expected = mesh.istio.roots.find((root) => root.mesh === other.mesh.name);
  if (expected === undefined) return [];
  const istio = findIstio(cluster, mesh);
  if (istio === undefined) {
    return [absence(cluster, { kind: 'Istio', namespace: '', name: mesh.istio.name, stage: '20-mesh' })];
  }
  return [
    ...(expected.pem === undefined ? [] : pemFindings(holder, other, entriesOf(istio), { ...expected, now })),
    ...domainFindings(holder, other, istio, expected),
  ];
}

function pemFindings(
  holder: MeshSide,
  other: MeshSide,
  entries: readonly Fields[],
  { trustDomain, now }: TrustedRootPlan & { readonly now: number },
): readonly StatusFinding[] {
  const { mesh, cluster } = holder;
  const [holderName, ownerName] = [mesh.name, other.mesh.name];
  const apply = `run "ossm-fed fetch", then "ossm-fed synth" or "ossm-fed inject", and apply "${cluster.name}/20-mesh"`;
  const problem = entries.map(problemOf).find((one) => one !== undefined);
  if (problem !== undefined) {
    const cause = `danger for all of "${holderName}": a certificate in "caCertificates" of Istio "${mesh.istio.name}" is invalid (${problem}), so istiod refuses those of all meshes`;
    return [finding('degraded', 'STA042', cause, apply)];
  }
  const all = certificatesIn(entries);
  const owner = ownerOf(other);
  const isKnown = sameCertificates(all, publishedRoots(owner) ?? []).length > 0;
  const isWaiting = entries.some((entry) => textAt(entry, ['pem']) === '' && isFor(entry, trustDomain));
  if (!isKnown && (isWaiting || all.length === 0)) {
    const cause = `"${holderName}" waits for the root certificate of "${ownerName}": Istio "${mesh.istio.name}" does not have it`;
    return [finding(isWaiting ? 'progressing' : 'degraded', 'STA040', cause, apply)];
  }
  const own = certificatesIn(entries.filter((entry) => domainsOf(entry).includes(other.mesh.istio.trustDomain)));
  const stored = isKnown || own.length === 0 ? all : own;
  return comparedRoots({ holder: holderName, owner }, stored, { now, apply });
}

/** Whether a mesh accepts the trust domain of those who call it. */
function domainFindings(
  { mesh, cluster }: MeshSide,
  caller: MeshSide,
  istio: Fields,
  { trustDomain }: TrustedRootPlan,
): readonly StatusFinding[] {
  const accepted = [
    textAt(istio, [...MESH_CONFIG, 'trustDomain']),
    ...textsAt(istio, [...MESH_CONFIG, 'trustDomainAliases']),
    ...entriesOf(istio).flatMap(domainsOf),
  ];
  if (trustDomain === undefined || accepted.includes(trustDomain)) return [];
  const cause = `"${mesh.name}" does not accept the trust domain "${trustDomain}" of "${caller.mesh.name}", so its calls are answered with 503`;
  return [finding('degraded', 'STA047', cause, `apply "${cluster.name}/20-mesh"`)];
}

/** Whether an entry is for the callers of a mesh, or for no callers. */
function isFor(entry: Fields, trustDomain: string | undefined): boolean {
  const domains = domainsOf(entry);
  return trustDomain === undefined ? domains.length === 0 : domains.includes(trustDomain);
}

function ownerOf({ mesh: { name, namespace }, cluster }: MeshSide): PublishingMesh {
  return { name, namespace, cluster };
}

function entriesOf(istio: Fields | undefined): readonly Fields[] {
  return mapsAt(istio, CERTIFICATES);
}

function domainsOf(entry: Fields): readonly string[] {
  return textsAt(entry, ['trustDomains']);
}

function problemOf(entry: Fields): string | undefined {
  const pem = textAt(entry, ['pem']);
  if (pem === '') return undefined;
  const content = readPem(pem);
  return 'problem' in content ? content.problem.message : undefined;
}

function certificatesIn(entries: readonly Fields[]): readonly CaCertificate[] {
  return entries.flatMap((entry) => {
    const content = readPem(textAt(entry, ['pem']));
    return 'problem' in content ? [] : content.certificates;
  });
}

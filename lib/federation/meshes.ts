import type { IssueList, Path } from '../issues/issue';
import { groupBy } from '../values';
import type { Mesh } from './model';
import { trustDomain as defaultTrustDomain } from './names';
import type { Sites } from './sites';

/** Checks clusters and meshes, before any peering: localities and trust domains. */
export function checkMeshes({ clusters, meshes }: Sites, issues: IssueList): void {
  const all = [...meshes.values()];
  for (const { path, props } of clusters.values()) checkLocality(path, props.locality, issues);
  for (const mesh of all) checkTrustDomain(mesh, issues);
  checkUnique(all, issues);
}

function checkLocality(path: Path, locality: { zone?: string; subzone?: string } | undefined, issues: IssueList): void {
  if (locality?.subzone === undefined || locality.zone !== undefined) return;
  const message = '"subzone" requires "zone", otherwise istiod ignores the whole locality';
  issues.add('TOP117', [...path, 'locality', 'subzone'], message, 'add "zone:"');
}

function checkTrustDomain(mesh: Mesh, issues: IssueList): void {
  if (mesh.trustDomain !== 'cluster.local') return;
  const message = 'unsupported trust domain "cluster.local", it means the local mesh in every mesh';
  issues.add('TOP112', [...mesh.path, 'trustDomain'], message, trustDomainFix(mesh));
}

function trustDomainFix({ name, trustDomain }: Mesh): string {
  const derived = defaultTrustDomain(name);
  return derived === trustDomain ? 'write another "trustDomain:"' : `write "${derived}", or remove it`;
}

function checkUnique(meshes: readonly Mesh[], issues: IssueList): void {
  for (const [domain, group] of groupBy(meshes, (mesh) => mesh.trustDomain)) {
    const owner = group.find(({ name }) => defaultTrustDomain(name) === domain) ?? group[0];
    for (const mesh of group.filter((other) => other !== owner)) {
      const message = `duplicate trust domain "${domain}", already used by the mesh "${owner?.name}"`;
      issues.add('TOP112', [...mesh.path, 'trustDomain'], message, trustDomainFix(mesh));
    }
  }
}

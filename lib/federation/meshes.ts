import type { IssueList, Path } from '../issues/issue';
import { groupBy } from '../values';
import type { Mesh } from './model';
import { trustDomain as defaultTrustDomain } from './names';
import type { Sites } from './sites';

/** Checks what concerns clusters and meshes alone, before any peering: localities and trust domains. */
export function checkMeshes({ clusters, meshes }: Sites, issues: IssueList): void {
  const all = [...meshes.values()];
  for (const { path, props } of clusters.values()) checkLocality(path, props.locality, issues);
  for (const mesh of all) checkTrustDomain(mesh, issues);
  checkUnique(all, issues);
}

function checkLocality(path: Path, locality: { zone?: string; subzone?: string } | undefined, issues: IssueList): void {
  if (locality?.subzone === undefined || locality.zone !== undefined) return;
  const message = 'a subzone without a zone makes the mesh ignore the whole locality';
  issues.add('TOP117', [...path, 'locality', 'subzone'], message, 'add "zone:"');
}

function checkTrustDomain(mesh: Mesh, issues: IssueList): void {
  if (mesh.trustDomain !== 'cluster.local') return;
  const message = 'the trust domain "cluster.local" means "this mesh" in every mesh and cannot be federated';
  issues.add('TOP112', [...mesh.path, 'trustDomain'], message, trustDomainFix(mesh));
}

function trustDomainFix({ name, trustDomain }: Mesh): string {
  const derived = defaultTrustDomain(name);
  return derived === trustDomain ? 'write another "trustDomain:"' : `write "${derived}", or leave it out`;
}

function checkUnique(meshes: readonly Mesh[], issues: IssueList): void {
  for (const [domain, group] of groupBy(meshes, (mesh) => mesh.trustDomain)) {
    const owner = group.find(({ name }) => defaultTrustDomain(name) === domain) ?? group[0];
    for (const mesh of group.filter((other) => other !== owner)) {
      const message = `the trust domain "${domain}" is that of the mesh "${owner?.name}" as well; each mesh needs its own`;
      issues.add('TOP112', [...mesh.path, 'trustDomain'], message, trustDomainFix(mesh));
    }
  }
}

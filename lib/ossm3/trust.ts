import { makeToken } from '../facts/token';
import type { Mesh } from '../federation/model';
import type { TrustedRootPlan } from './model';
import type { ServiceShares } from './service-shares';

/**
 * The roots of the meshes that a mesh shares with in either direction, as both sides of a call check each other. Only the
 * identities of callers need their trust domain there; those who serve are checked by the names that imports have.
 * Source: Istio API, `mesh/v1alpha1/config.proto`, caCertificates.
 */
export function rootsOf(mesh: Mesh, shared: ServiceShares): readonly TrustedRootPlan[] {
  const callers = new Map(shared.from(mesh.name).map(({ share }) => [share.importer.name, share.importer]));
  const called = new Map(shared.to(mesh.name).map(({ share }) => [share.exporter.name, share.exporter]));
  return [...new Map([...callers, ...called])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, other]): readonly TrustedRootPlan[] => {
      const trustDomain = callers.has(name) ? other.trustDomain : undefined;
      const pem = haveOneRoot(mesh, other) ? undefined : pemOf(other);
      if (pem === undefined && trustDomain === undefined) return [];
      return [{ mesh: name, ...(pem !== undefined && { pem }), ...(trustDomain !== undefined && { trustDomain }) }];
    });
}

function pemOf({ name, rootCertificate }: Mesh): string {
  return rootCertificate ?? makeToken({ kind: 'root', mesh: name });
}

function haveOneRoot(a: Mesh, b: Mesh): boolean {
  return a.props.commonRoot !== undefined && a.props.commonRoot === b.props.commonRoot;
}

import type { Fleet } from '../../../observed/model';
import { ROOTS as ROOTS_PATH } from '../../../observed/ossm3/meshes';
import type { IstioMesh, TrustedRoot } from '../../../observed/ossm3/model';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { linkedMeshes } from '../support/links';
import { isIncomplete, MeshRootTexts } from '../support/roots';
import { GUIDE, TRUST_BUNDLE } from '../support/sources';

const FINDINGS = {
  missingRoot: {
    severity: 'error',
    message: 'no entry of caCertificates is for {mesh}, with which this mesh shares services',
    effect:
      'proxies do not trust the certificates of the other mesh: connections fail in the TLS handshake, and calls get 503',
    fix: 'add an entry with the root certificate of the other mesh as pem, and "{domain}" as its trustDomains',
    related: ['the other mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED103: meshes that share services trust each other's root certificates. */
export const trustedRoots: Rule = {
  id: 'FED103',
  generations: ['ossm3'],
  title: 'meshes that share services have the root certificates of each other',
  cause:
    'Calls between meshes use mutual TLS from pod to pod, so both sides need the root certificate of the other one, also where services go one way.',
  fix: 'Add the root certificate of each peer to meshConfig.caCertificates of both Istio resources.',
  sources: [GUIDE, TRUST_BUNDLE],
  findings: FINDINGS,
  example: ossm3Example(
    [set('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates', [])],
    [set('north', 'Istio north-mesh', 'spec.values.meshConfig.trustDomainAliases', ['west-mesh.local'])],
  ),
  check: (fleet, report) => {
    const roots = new MeshRootTexts();
    const known = knownRoots(fleet, roots);
    for (const [mesh, peers] of linkedMeshes(fleet.ossm3)) {
      const { object } = mesh;
      if (object === undefined) continue;
      const missing = [...peers].filter((peer) => isOther(mesh, peer) && !isTrusted(mesh, peer, known, roots));
      // An entry that no mesh claims may be that of a peer.
      const unclaimed = mesh.roots.filter(
        (root) =>
          root.trustDomains.length === 0 && (!isClaimed(root, known, roots) || isRepeated(root, mesh, known, roots)),
      );
      for (const peer of missing.slice(unclaimed.length)) {
        const related = peer.object === undefined ? [] : [{ object: peer.object }];
        report(
          finding(
            'missingRoot',
            { object, path: ROOTS_PATH, related },
            { mesh: meshLabel(peer), domain: peer.trustDomain ?? '' },
          ),
        );
      }
    }
  },
};

/** The root certificates of all meshes. */
interface KnownRoots {
  /** The fingerprints of those of a mesh: those that it publishes, and those that others have for it. */
  readonly of: (mesh: IstioMesh) => ReadonlySet<string>;
  /** The fingerprints of those of any mesh. */
  readonly all: ReadonlySet<string>;
  /** The trust domains of all meshes. */
  readonly domains: ReadonlySet<string | undefined>;
}

function knownRoots({ ossm3: { meshes } }: Fleet, roots: MeshRootTexts): KnownRoots {
  const told = fingerprintsByDomain(meshes, roots);
  const known = new Map(
    meshes.map((mesh) => [mesh, new Set([...roots.ownOf(mesh), ...(told.get(mesh.trustDomain ?? '') ?? [])])]),
  );
  const all = new Set<string>();
  for (const own of known.values()) for (const fingerprint of own) all.add(fingerprint);
  const domains = new Set(meshes.map(({ trustDomain }) => trustDomain));
  return { of: (mesh) => known.get(mesh) ?? NONE, all, domains };
}

const NONE: ReadonlySet<string> = new Set();

/** The fingerprints of the certificates in entries, by the trust domain that the entry or the certificate names. */
function fingerprintsByDomain(
  meshes: readonly IstioMesh[],
  roots: MeshRootTexts,
): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>();
  for (const root of meshes.flatMap((mesh) => mesh.roots)) {
    for (const { organizations, fingerprint } of roots.certificatesOf(root)) {
      for (const domain of [root.trustDomains.join(), ...organizations])
        told.set(domain, (told.get(domain) ?? new Set()).add(fingerprint));
    }
  }
  return told;
}

/** Whether two meshes may have different roots: their trust domains differ, and they do not publish the same root. */
function isOther(mesh: IstioMesh, peer: IstioMesh): boolean {
  return peer.trustDomain !== undefined && peer.trustDomain !== mesh.trustDomain;
}

function isTrusted(mesh: IstioMesh, peer: IstioMesh, known: KnownRoots, roots: MeshRootTexts): boolean {
  const domain = peer.trustDomain ?? '';
  const [own, others] = [roots.ownOf(mesh), known.of(peer)];
  if ([...own].some((fingerprint) => others.has(fingerprint)) || haveOneRoot(mesh, peer, known, roots)) return true;
  return mesh.roots.some(
    (root) =>
      root.trustDomains.includes(domain) ||
      (root.hasBundleUrl && root.trustDomains.length === 0) ||
      (isIncomplete(mesh, root) && root.trustDomains.length === 0) ||
      roots
        .certificatesOf(root)
        .some(({ fingerprint, organizations }) => others.has(fingerprint) || organizations.includes(domain)),
  );
}

/** Whether a peer accepts the trust domain of a mesh by an entry without a certificate, as meshes with one root do. */
function haveOneRoot(mesh: IstioMesh, peer: IstioMesh, known: KnownRoots, roots: MeshRootTexts): boolean {
  const domain = mesh.trustDomain ?? '';
  const accepting = peer.roots.filter(({ trustDomains }) => trustDomains.includes(domain));
  const isWithout = ({ pem, hasBundleUrl }: TrustedRoot) => pem === undefined && !hasBundleUrl;
  const hasOther = peer.roots.some((root) =>
    roots.certificatesOf(root).some(({ fingerprint }) => known.of(mesh).has(fingerprint)),
  );
  return !hasOther && accepting.some((root) => isWithout(root) && !isIncomplete(peer, root));
}

/** Whether an entry repeats another one with a certificate of no mesh by name, as for meshes with a common root. */
function isRepeated(root: TrustedRoot, mesh: IstioMesh, known: KnownRoots, roots: MeshRootTexts): boolean {
  const others = mesh.roots.filter((one) => one !== root).flatMap((one) => roots.certificatesOf(one));
  return roots
    .certificatesOf(root)
    .some(
      ({ fingerprint, organizations }) =>
        others.some((other) => other.fingerprint === fingerprint) &&
        !organizations.some((one) => known.domains.has(one)),
    );
}

function isClaimed(root: TrustedRoot, known: KnownRoots, roots: MeshRootTexts): boolean {
  return roots.certificatesOf(root).some(({ fingerprint }) => known.all.has(fingerprint));
}

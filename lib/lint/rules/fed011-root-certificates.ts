import { type ManifestObject, objectName } from '../../manifests/object';
import { mapAt, textAt } from '../../observed/fields';
import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import { valueAt } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { FindingPlace } from '../findings';
import type { Rule } from '../rule';
import { type Certificate, INCOMPLETE_KEY, ROOT_KEY, RootTexts } from './support/certificates';
import { FREEZES_MESH } from './support/frozen-mesh';
import { strayRoots } from './support/root-config-maps';
import { OWN_ROOT, ROOT_FINDINGS, rootFinding } from './support/root-findings';
import { expiries, textProblem, valueProblem, weaknesses } from './support/root-text';
import { hasAddressToken, readToken, TokenPlaces, tokenFindings } from './support/tokens';
import { meshLabel, namespaceLabel, quoted } from './support/words';

const CHAIN = ['spec', 'security', 'certificateChain'];
const TEXT_PATH = ['data', ROOT_KEY];
const INCOMPLETE_PATH = ['data', INCOMPLETE_KEY];

/** FED011: each mesh has the root certificates of its peers. */
export const rootCertificates: Rule = {
  id: 'FED011',
  generations: ['ossm2'],
  title: "each peer has a ConfigMap with the other mesh's root certificates in PEM format",
  cause: `The root certificates exist only after the other mesh is installed, and are copied by hand: under another key, with other text around them, or from the wrong mesh. ${FREEZES_MESH}`,
  fix: `Copy data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}" in the other mesh's namespace to the ConfigMap that the peer names, under the same key.`,
  sources: [
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer spec.security.certificateChain',
    'maistra/istio pkg/servicemesh/federation/discovery/controller.go (root certificates of a peer)',
    'maistra/istio pkg/servicemesh/federation/common/const.go (key of the ConfigMap)',
  ],
  findings: ROOT_FINDINGS,
  example: {
    fault: [
      set('west', 'ConfigMap east-mesh-ca-root-cert', 'data', {
        'ca.crt': '-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n',
      }),
    ],
  },
  check: (fleet, report) => {
    const check = new RootCheck(fleet);
    for (const peer of fleet.peers) {
      if (isRead(peer)) for (const finding of check.peer(peer)) report(finding);
    }
    for (const finding of check.tokenFindings()) report(finding);
  },
};

/** Whether istiod reads root certificates for a peer: only in its own namespace, and for another trust domain. */
function isRead({ mesh, cluster, trustDomain }: ObservedPeer): boolean {
  // Without any control plane among the manifests, the namespace may be the right one.
  if (mesh === undefined) return cluster.meshes.length === 0;
  return trustDomain !== undefined && trustDomain !== mesh.trustDomain;
}

class RootCheck {
  private readonly dangerous = new TokenPlaces();
  private readonly harmless = new TokenPlaces();
  private readonly texts = new RootTexts();
  private readonly strays: ReadonlyMap<ObservedPeer, unknown>;

  constructor(private readonly fleet: Fleet) {
    this.strays = strayRoots(fleet);
  }

  peer(peer: ObservedPeer): readonly Finding[] {
    const reference = checkReference(peer);
    if (reference !== undefined) return [reference];
    const { rootConfigMap } = peer;
    // Certificates in a namespace that istiod does not watch are FED003.
    if (rootConfigMap === undefined) return this.strays.has(peer) ? [] : [missing(peer)];
    const text = textAt(rootConfigMap.value, TEXT_PATH);
    if (text === undefined) return this.incomplete(rootConfigMap, peer);
    const place = { object: rootConfigMap, path: TEXT_PATH };
    const token = readToken(text);
    if (token === undefined) return this.text(text, peer, place);
    this.dangerous.add(token.token, place);
    return [];
  }

  /** Each token once, under the key that istiod reads and under the one that it does not. */
  tokenFindings(): readonly Finding[] {
    return tokenFindings(rootFinding, [
      [this.dangerous, 'tokenAsRoot', 'tokenAsRootInSeveralPlaces'],
      [this.harmless, 'unfilledToken', 'unfilledTokenInSeveralPlaces'],
    ]);
  }

  /** A ConfigMap without the key that istiod reads; `synth` writes another one while anything about the peer is a token. */
  private incomplete(object: ManifestObject, peer: ObservedPeer): readonly Finding[] {
    const text = textAt(object.value, INCOMPLETE_PATH);
    const token = readToken(text);
    if (token !== undefined) this.harmless.add(token.token, { object, path: INCOMPLETE_PATH });
    // A token among the addresses is FED010.
    else if (text === undefined || !hasAddressToken(peer)) return [withoutText(object, peer)];
    return [];
  }

  private text(text: string, peer: ObservedPeer, place: FindingPlace): readonly Finding[] {
    const read = this.texts.read(text);
    const problem = textProblem(text, read, place);
    if (problem !== undefined) return [problem];
    const certificates = read.certificates.flatMap((one) => one ?? []);
    const mismatch = this.compare(peer, certificates, place);
    return [
      ...(read.hasOther ? [rootFinding('otherText', place, {})] : []),
      ...expiries(certificates, this.fleet.now, place),
      ...weaknesses(certificates, place),
      ...(mismatch === undefined ? [] : [mismatch]),
    ];
  }

  /** Compares with what the two meshes publish, where the manifests have that. */
  private compare(peer: ObservedPeer, certificates: readonly Certificate[], place: FindingPlace): Finding | undefined {
    const { mesh, remote } = peer;
    const found = new Set(certificates.map(({ fingerprint }) => fingerprint));
    const theirs = this.published(remote);
    if (remote !== undefined && theirs !== undefined) {
      if (theirs.roots.some((root) => found.has(root))) return undefined;
      const slots = { mesh: meshLabel(remote), namespace: namespaceLabel(remote), cluster: remote.cluster.name };
      return rootFinding('wrongMesh', { ...place, related: [{ object: theirs.object, path: TEXT_PATH }] }, slots);
    }
    const own = this.published(mesh);
    if (own === undefined) return this.compareStored(peer, certificates, place);
    if (![...found].every((root) => own.roots.includes(root))) return undefined;
    const name = mesh !== undefined && hasCustomCA(mesh) ? 'ownRootOfCustomCA' : 'ownRoot';
    return rootFinding(name, { ...place, related: [{ object: own.object, path: TEXT_PATH }] }, {});
  }

  /** Compares with what the other mesh has for this one; only a custom CA can be common to two meshes. */
  private compareStored(
    { mesh, remote, counterpart, trustDomain }: ObservedPeer,
    certificates: readonly Certificate[],
    place: FindingPlace,
  ): Finding | undefined {
    const object = counterpart?.rootConfigMap;
    if (object === undefined || mesh === undefined || remote === undefined) return undefined;
    if (hasCustomCA(mesh) || hasCustomCA(remote)) return undefined;
    const stored = this.rootsIn(object);
    // istiod writes the trust domain into its own root, which says whose root it is.
    const isOwn = certificates.every(
      ({ fingerprint, subject }) => stored.includes(fingerprint) && !subject.split(', ').includes(`O=${trustDomain}`),
    );
    if (!isOwn) return undefined;
    const slots = { mesh: meshLabel(remote), namespace: namespaceLabel(remote), cluster: remote.cluster.name };
    return rootFinding('sameRoot', { ...place, related: [{ object, path: TEXT_PATH }] }, slots);
  }

  /** The root certificates that a mesh publishes, if they are among the manifests. */
  private published(mesh: ObservedMesh | undefined): { object: ManifestObject; roots: readonly string[] } | undefined {
    const object = mesh?.cluster.find('ConfigMap', mesh.namespace, OWN_ROOT);
    const roots = object === undefined ? [] : this.rootsIn(object);
    return object === undefined || roots.length === 0 ? undefined : { object, roots };
  }

  /** The fingerprints of the root certificates in a ConfigMap. */
  private rootsIn({ value }: ManifestObject): readonly string[] {
    return this.texts.read(textAt(value, TEXT_PATH) ?? '').certificates.flatMap((one) => one?.fingerprint ?? []);
  }
}

/** A reference that istiod does not follow, or one to the ConfigMap that it writes itself. */
function checkReference({ object, rootConfigMapName }: ObservedPeer): Finding | undefined {
  const kind = valueAt(object.value, [...CHAIN, 'kind']) ?? '';
  if (kind !== '' && kind !== 'ConfigMap') {
    return rootFinding('unsupportedKind', { object, path: [...CHAIN, 'kind'] }, { kind: quoted(kind) });
  }
  if (rootConfigMapName !== OWN_ROOT) return undefined;
  return rootFinding('ownConfigMap', { object, path: [...CHAIN, 'name'] }, {});
}

function missing({ object, rootConfigMapName, remote }: ObservedPeer): Finding {
  const place = { object, path: [...CHAIN, 'name'] };
  const configMap = objectName({ ...object, kind: 'ConfigMap', name: rootConfigMapName });
  if (remote === undefined) return rootFinding('missingConfigMapForUnknownMesh', place, { configMap });
  const slots = { configMap, namespace: namespaceLabel(remote), cluster: remote.cluster.name };
  return rootFinding('missingConfigMap', place, slots);
}

/** Whether the control plane of a mesh does not create its own root certificate. */
function hasCustomCA({ spec }: ObservedMesh): boolean {
  const authority = mapAt(spec, ['security', 'certificateAuthority']);
  const isOther = (textAt(authority, ['type']) ?? 'Istiod') !== 'Istiod';
  return (
    isOther || textAt(authority, ['istiod', 'type']) === 'PrivateKey' || 'privateKey' in mapAt(authority, ['istiod'])
  );
}

/** A ConfigMap without a text under the key, by what it has instead. */
function withoutText(object: ManifestObject, peer: ObservedPeer): Finding {
  const related = [{ object: peer.object, path: [...CHAIN, 'name'] }];
  const data = mapAt(object.value, ['data']);
  if (Object.hasOwn(data, ROOT_KEY)) return valueProblem(data[ROOT_KEY], { object, path: TEXT_PATH, related });
  if (Object.hasOwn(mapAt(object.value, ['binaryData']), ROOT_KEY)) {
    return rootFinding('binaryData', { object, path: ['binaryData', ROOT_KEY], atKey: true, related }, {});
  }
  const [key, ...others] = Object.keys(data);
  if (key === undefined || others.length > 0) {
    return rootFinding('missingKey', { object, path: ['data'], related }, {});
  }
  return rootFinding('wrongKey', { object, path: ['data', key], atKey: true, related }, { key });
}

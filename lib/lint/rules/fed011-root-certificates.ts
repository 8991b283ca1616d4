import type { ManifestObject } from '../../manifests/object';
import { mapAt, textAt, valueAt } from '../../observed/fields';
import type { Fleet, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { type Certificate, ROOT_KEY, RootTexts } from './support/certificates';
import { isPlaceholder } from './support/placeholders';
import { strayRoots } from './support/root-config-maps';
import { readToken, TokenPlaces } from './support/tokens';
import { meshLabel, quoted } from './support/words';

/** The ConfigMap in which istiod publishes the roots of its own mesh. */
const OWN_ROOT = 'istio-ca-root-cert';
const CHAIN = ['spec', 'security', 'certificateChain'];
const TEXT_PATH = ['data', ROOT_KEY];
const DAY = 24 * 60 * 60 * 1000;
/** How many days before its end a certificate is told. */
const SOON = 30;

/** FED011: each mesh has the roots of its peers. */
export const rootCertificates: Rule = {
  id: 'FED011',
  severity: 'error',
  title: "each peer has a ConfigMap with the other mesh's root certificates in PEM form",
  cause:
    'The certificates exist only when the other mesh runs, and are copied by hand: with another key, another text around them, or from the wrong mesh.',
  effect: 'istiod sets nothing up for the peer, whose status stays empty',
  fix: `Copy data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}" in the other mesh's namespace to the ConfigMap that the peer names, under the same key.`,
  source: 'fact sheet 1.6, 4 and 8 (F1, F13)',
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
    for (const finding of check.tokens.findings(UNTRUSTED)) report(finding);
  },
};

const UNTRUSTED = "the mesh trusts none of the other mesh's gateways, and connections fail in the TLS handshake";
const POISONED =
  'proxies are likely to refuse the whole set of roots, so every connection within the mesh is in danger, not only those of the peer';

/** Whether istiod reads root certificates for a peer: only in its namespace, and for another trust domain. */
function isRead({ mesh, cluster, trustDomain }: ObservedPeer): boolean {
  // Without any control plane among the manifests, the namespace may be the right one.
  if (mesh === undefined) return cluster.meshes.length === 0;
  return trustDomain !== undefined && trustDomain !== mesh.trustDomain;
}

class RootCheck {
  readonly tokens = new TokenPlaces();
  private readonly texts = new RootTexts();
  private readonly strays: ReadonlyMap<ObservedPeer, unknown>;

  constructor(private readonly fleet: Fleet) {
    this.strays = strayRoots(fleet);
  }

  peer(peer: ObservedPeer): readonly Finding[] {
    const reference = checkReference(peer);
    if (reference !== undefined) return [reference];
    const { rootConfigMap } = peer;
    // Certificates in a namespace where nobody looks are FED003.
    if (rootConfigMap === undefined) return this.strays.has(peer) ? [] : [missing(peer)];
    const text = textAt(rootConfigMap.value, TEXT_PATH);
    if (text === undefined) return [missingText(rootConfigMap, peer)];
    const token = readToken(text);
    if (token === undefined) return this.text(rootConfigMap, text, peer);
    this.tokens.add(token.token, { object: rootConfigMap, path: TEXT_PATH });
    return [];
  }

  private text(object: ManifestObject, text: string, peer: ObservedPeer): readonly Finding[] {
    const { certificates, hasOther } = this.texts.read(text);
    const problem = textProblem(text, certificates);
    if (problem !== undefined) return [{ object, path: TEXT_PATH, ...problem }];
    const parsed = certificates.flatMap((one) => one ?? []);
    const findings = [
      ...(hasOther ? [otherText] : []),
      ...expiries(parsed, this.fleet.now),
      this.compare(peer, new Set(parsed.map(({ fingerprint }) => fingerprint))),
    ];
    return findings.flatMap((finding) => (finding === undefined ? [] : [{ object, path: TEXT_PATH, ...finding }]));
  }

  /** Compares with what the two meshes publish, where the manifests have that. */
  private compare({ mesh, remote }: ObservedPeer, found: ReadonlySet<string>): (Partial<Finding> & Words) | undefined {
    const theirs = this.published(remote);
    if (theirs !== undefined && remote !== undefined) {
      if (theirs.roots.some((root) => found.has(root))) return undefined;
      return {
        message: `none of the certificates is one that ${meshLabel(remote)} publishes`,
        effect: UNTRUSTED,
        fix: `copy data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}" in its namespace "${remote.namespace}"`,
        related: [{ object: theirs.object, path: TEXT_PATH, text: 'the roots of the other mesh' }],
      };
    }
    const own = this.published(mesh);
    if (own === undefined || ![...found].every((root) => own.roots.includes(root))) return undefined;
    return {
      severity: 'warning',
      message: 'the certificates are those of the own mesh',
      effect: `unless the two meshes have a common root, ${UNTRUSTED}`,
      fix: `copy data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}" of the other mesh`,
      related: [{ object: own.object, path: TEXT_PATH, text: 'the roots of the own mesh' }],
    };
  }

  /** The roots that a mesh publishes, if they are among the manifests. */
  private published(mesh: ObservedMesh | undefined): { object: ManifestObject; roots: readonly string[] } | undefined {
    const object = mesh?.cluster.find('ConfigMap', mesh.object.namespace, OWN_ROOT);
    const { certificates } = this.texts.read(textAt(object?.value, TEXT_PATH) ?? '');
    const roots = certificates.flatMap((one) => one?.fingerprint ?? []);
    return object === undefined || roots.length === 0 ? undefined : { object, roots };
  }
}

/** What a finding says. */
type Words = Pick<Finding, 'message' | 'fix'>;

/** A reference that istiod does not follow, or to what it writes itself. */
function checkReference({ object, rootConfigMapName }: ObservedPeer): Finding | undefined {
  const kind = valueAt(object.value, [...CHAIN, 'kind']);
  if (kind !== undefined && kind !== null && kind !== '' && kind !== 'ConfigMap') {
    const message = `root certificates are looked for in the kind ${quoted(kind)}, while istiod reads only a ConfigMap`;
    return { object, path: [...CHAIN, 'kind'], message, fix: 'write "ConfigMap", and put the certificates into one' };
  }
  if (rootConfigMapName !== OWN_ROOT) return undefined;
  return {
    object,
    path: [...CHAIN, 'name'],
    message: `the ConfigMap "${OWN_ROOT}" is the one in which istiod publishes the roots of the own mesh`,
    effect: 'istiod writes its own roots over what stands there, so those of the other mesh are never trusted',
    fix: 'name another ConfigMap',
  };
}

function missing({ object, namespace, rootConfigMapName, remote }: ObservedPeer): Finding {
  const source =
    remote === undefined
      ? 'of the other mesh'
      : `in the namespace "${remote.namespace}" of cluster "${remote.cluster.name}"`;
  return {
    object,
    path: [...CHAIN, 'name'],
    message: `there is no ConfigMap "${rootConfigMapName}" with the other mesh's root certificates in the namespace "${namespace ?? ''}"`,
    fix: `add it with data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}" ${source}`,
  };
}

/** A ConfigMap without a text under the key, by what it has instead. */
function missingText(object: ManifestObject, peer: ObservedPeer): Finding {
  const related = [{ object: peer.object, path: [...CHAIN, 'name'], text: 'the peer for which they are looked for' }];
  const { data: data_, binaryData } = {
    data: mapAt(object.value, ['data']),
    binaryData: mapAt(object.value, ['binaryData']),
  };
  if (Object.hasOwn(data_, ROOT_KEY)) {
    const found = data_[ROOT_KEY];
    const message = `data["${ROOT_KEY}"] is ${found === '' ? 'empty' : quoted(found)} instead of the other mesh's root certificates`;
    return { object, path: TEXT_PATH, message, fix: 'write the PEM text of the certificates', related };
  }
  if (Object.hasOwn(binaryData, ROOT_KEY)) {
    const message = `"${ROOT_KEY}" stands in binaryData, while istiod reads only data`;
    return { object, path: ['binaryData', ROOT_KEY], atKey: true, message, fix: `move it to data, as text`, related };
  }
  const keys = Object.keys(data_);
  const [key, ...others] = keys;
  const only = key !== undefined && others.length === 0 ? key : undefined;
  return {
    object,
    path: only === undefined ? ['data'] : ['data', only],
    ...(only !== undefined && { atKey: true }),
    message:
      only === undefined
        ? `the ConfigMap has no key "${ROOT_KEY}" in data`
        : `the ConfigMap has the key "${only}", while istiod reads only "${ROOT_KEY}"`,
    fix: only === undefined ? `add "${ROOT_KEY}" with the PEM text of the certificates` : `write "${ROOT_KEY}"`,
    related,
  };
}

/** Why a text does not do as root certificates at all. */
function textProblem(
  text: string,
  certificates: readonly (Certificate | undefined)[],
): (Partial<Finding> & Words) | undefined {
  const fix = "write the PEM text of the other mesh's root certificates, and nothing else";
  if (/PRIVATE KEY/.test(text)) {
    return {
      message: 'the text holds a private key, which belongs nowhere but in its mesh',
      fix: 'remove the key, and have the other mesh make a new one',
    };
  }
  if (certificates.length === 0) return { message: noCertificate(text), effect: POISONED, fix };
  if (certificates.includes(undefined)) {
    const number = certificates.indexOf(undefined) + 1;
    const which = certificates.length === 1 ? 'the certificate' : `certificate ${number} of ${certificates.length}`;
    return { message: `${which} cannot be parsed`, effect: POISONED, fix };
  }
  const leaf = certificates.find((certificate) => certificate?.isCA === false);
  if (leaf === undefined) return undefined;
  return {
    message: `the certificate of "${leaf.subject}" is not one of a CA`,
    effect: UNTRUSTED,
    fix: `write the root certificate instead, as it stands in the ConfigMap "${OWN_ROOT}" of the other mesh`,
  };
}

function noCertificate(text: string): string {
  if (text.includes('\\n'))
    return 'the lines of the certificate are joined by a backslash and an "n" instead of line ends';
  if (isPlaceholder(text)) return `the text ${quoted(excerpt(text))} is a placeholder instead of a certificate`;
  return `the text ${quoted(excerpt(text))} holds no certificate in PEM form`;
}

function excerpt(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}

const otherText: Partial<Finding> & Words = {
  severity: 'warning',
  message: 'more than certificates stands in the text',
  effect: 'a proxy that does not skip it refuses the whole set of roots',
  fix: 'remove everything outside of the BEGIN and END lines',
};

/** Certificates that have expired or are about to; beside one that holds, an expired one is only left over. */
function* expiries(certificates: readonly Certificate[], now: Date): Iterable<Partial<Finding> & Words> {
  const expired = certificates.filter(({ expires }) => expires <= now);
  const isLeft = expired.length < certificates.length;
  for (const { subject, expires } of certificates) {
    const days = Math.floor((expires.getTime() - now.getTime()) / DAY);
    if (expires > now && days >= SOON) continue;
    const date = expires.toISOString().slice(0, 10);
    const isOver = expires <= now;
    yield {
      ...((!isOver || isLeft) && { severity: 'warning' as const }),
      message: `the certificate of "${subject}" ${isOver ? `expired on ${date}` : `expires on ${date}, in ${days} days`}`,
      effect: isOver && isLeft ? 'nothing is trusted by it any more' : UNTRUSTED,
      fix: isOver && isLeft ? 'remove it' : "add the other mesh's new root certificate",
    };
  }
}

import { type CaCertificate, readPem } from '../certificates/pem';
import { PUBLISHED_ROOT } from '../facts/root/config-map';
import { shortFingerprint } from '../facts/root/locked-root';
import { count } from '../values';
import { unreadFinding } from './clusters';
import { type ClusterObjects, textAt } from './observation';
import { finding, type StatusFinding } from './report';

const DAY = 24 * 60 * 60 * 1000;

/** The days before the end of its validity from which a certificate gets a remark. */
const EXPIRY_DAYS = 30;

/** A mesh that publishes root certificates. */
export interface PublishingMesh {
  /** The name of the mesh. */
  readonly name: string;
  /** The namespace of its control plane. */
  readonly namespace: string;
  /** Its cluster. */
  readonly cluster: ClusterObjects;
}

/** Who has the root certificates of whom. */
export interface RootPair {
  /** The name of the mesh that has them. */
  readonly holder: string;
  /** The mesh whose root certificates they are. */
  readonly owner: PublishingMesh;
}

/** How root certificates are judged. */
export interface RootOptions {
  /** The time of the observation in milliseconds. */
  readonly now: number;
  /** How the holder gets those of today, in the imperative. */
  readonly apply: string;
}

/** Compares root certificates that a mesh has with those that another one publishes. */
export function comparedRoots(
  { holder, owner }: RootPair,
  stored: readonly CaCertificate[],
  { now, apply }: RootOptions,
): readonly StatusFinding[] {
  const { name, namespace, cluster } = owner;
  const published = publishedRoots(owner);
  if (published === undefined) {
    const unread = unreadFinding(cluster, 'ConfigMap', namespace);
    const cause = `the root certificate that "${name}" publishes is unknown: no valid ConfigMap "${PUBLISHED_ROOT.name}" in namespace "${namespace}" of cluster "${cluster.name}"`;
    return [unread ?? finding('unknown', 'STA046', cause, `check istiod of "${name}"`)];
  }
  const matching = sameCertificates(stored, published);
  if (matching.length === 0) {
    const names = (all: readonly CaCertificate[]) =>
      all.map(({ fingerprint }) => shortFingerprint(fingerprint)).join(', ');
    const cause = `the root certificate that "${holder}" has of "${name}" (${names(stored)}) is not the one that it publishes (${names(published)})`;
    return [finding('degraded', 'STA043', cause, apply)];
  }
  return expiryFindings(name, matching, { now, apply: `rotate the root certificate of "${name}", then ${apply}` });
}

function expiryFindings(
  owner: string,
  certificates: readonly CaCertificate[],
  { now, apply }: RootOptions,
): readonly StatusFinding[] {
  const days = Math.max(...certificates.map(({ notAfter }) => daysUntil(notAfter, now)));
  if (days < 0) {
    const cause = `the root certificate of "${owner}" expired ${count(-days, 'day')} before it was read`;
    return [finding('degraded', 'STA044', cause, apply)];
  }
  if (days >= EXPIRY_DAYS) return [];
  return [finding('healthy', 'STA045', `the root certificate of "${owner}" expires in ${count(days, 'day')}`, apply)];
}

/** The root certificates that a mesh publishes; undefined if they are unknown. */
export function publishedRoots({ namespace, cluster }: PublishingMesh): readonly CaCertificate[] | undefined {
  const object = cluster.find('ConfigMap', namespace, PUBLISHED_ROOT.name);
  const content = readPem(textAt(object, ['data', PUBLISHED_ROOT.key]));
  return 'problem' in content ? undefined : content.certificates;
}

/** Those of some certificates that are among others. */
export function sameCertificates(
  some: readonly CaCertificate[],
  others: readonly CaCertificate[],
): readonly CaCertificate[] {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return some.filter(({ fingerprint }) => known.has(fingerprint));
}

/** The days until the last of some certificates expires; undefined if none is valid. */
export function rootDays(certificates: readonly CaCertificate[], now: number): number | undefined {
  const days = Math.max(...certificates.map(({ notAfter }) => daysUntil(notAfter, now)));
  return days < 0 ? undefined : days;
}

function daysUntil(date: Date, now: number): number {
  return Math.floor((date.getTime() - now) / DAY);
}

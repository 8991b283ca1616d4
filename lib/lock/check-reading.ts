import { type CaCertificate, readPem } from '../certificates/pem';
import type { Issue } from '../issues/issue';
import { addressFault, isPort, MOST_ADDRESSES } from './address';
import type { LockedGateway } from './model';
import { shortFingerprint } from './root';
import type { MeshScope } from './scope';

const DAY = 24 * 60 * 60 * 1000;

/** How many days before its end a root certificate is told. */
export const SOON_DAYS = 30;

/** A fact that was checked: what is taken over of it, if anything, and what is to be told about it. */
export interface Checked<T> {
  readonly value?: T;
  readonly issues: readonly Issue[];
}

/**
 * Checks what a mesh shows as its root certificates. Those that have expired are left out; where none is left, or the
 * text is anything but certificates of CAs, nothing is taken. No message repeats the text, which may be anything.
 */
export function checkRoots(
  mesh: string,
  text: string,
  scope: MeshScope | undefined,
  now: Date,
): Checked<readonly CaCertificate[]> {
  const content = readPem(text);
  if ('problem' in content) return { issues: [unusable(mesh, content.problem)] };
  const certificates = distinct(content.certificates);
  const valid = certificates.filter(({ notAfter }) => notAfter > now);
  if (valid.length === 0) return { issues: [expired(mesh, certificates)] };
  return { value: valid, issues: warnings(mesh, valid, scope, now) };
}

function distinct(certificates: readonly CaCertificate[]): readonly CaCertificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
}

/** The place of a mesh in the topology. */
export function meshPath(mesh: string): Issue['path'] {
  return ['meshes', mesh];
}

function unusable(mesh: string, problem: { readonly kind: string; readonly message: string }): Issue {
  const source = 'data["root-cert.pem"] of the ConfigMap "istio-ca-root-cert" in the namespace of its control plane';
  if (problem.kind === 'private-key') {
    const message = `the mesh "${mesh}" shows a private key beside or instead of its root certificate; it was not taken`;
    const fix = `remove the key from ${source}, and have the mesh make a new one, as this one is known now`;
    return { code: 'LCK021', path: meshPath(mesh), message, fix };
  }
  const message = `what the mesh "${mesh}" shows as its root certificates is none: ${problem.message}`;
  return { code: 'LCK020', path: meshPath(mesh), message, fix: `look at ${source}, and at who else writes to it` };
}

function expired(mesh: string, certificates: readonly CaCertificate[]): Issue {
  const last = new Date(Math.max(...certificates.map(({ notAfter }) => notAfter.getTime())));
  const message =
    certificates.length === 1
      ? `the root certificate of the mesh "${mesh}" expired on ${day(last)}`
      : `all root certificates of the mesh "${mesh}" have expired, the last on ${day(last)}`;
  return { code: 'LCK022', path: meshPath(mesh), message, fix: 'have the mesh make a new one, and fetch again' };
}

function warnings(
  mesh: string,
  valid: readonly CaCertificate[],
  scope: MeshScope | undefined,
  now: Date,
): readonly Issue[] {
  const path = meshPath(mesh);
  const warn = (code: Issue['code'], message: string, fix: string): Issue => ({
    code,
    path,
    message,
    fix,
    level: 'warning',
  });
  const found: Issue[] = [];
  for (const { fingerprint, notBefore, notAfter } of valid) {
    const root = `the root ${shortFingerprint(fingerprint)} of the mesh "${mesh}"`;
    const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY);
    if (days < SOON_DAYS) {
      const fix = 'have the mesh make a new one now; peers trust both until "ossm-fed fetch --drop-old"';
      found.push(warn('LCK023', `${root} expires on ${day(notAfter)}, in ${days} day${days === 1 ? '' : 's'}`, fix));
    }
    if (notBefore > now) {
      const fix = "compare the clocks of the two clusters and of this machine, unless it is tomorrow's on purpose";
      found.push(warn('LCK024', `${root} is not valid before ${notBefore.toISOString()}`, fix));
    }
  }
  if (!valid.some(({ isRoot }) => isRoot)) {
    const message = `the mesh "${mesh}" shows certificates of CAs, but none that signed itself`;
    found.push(warn('LCK026', message, 'let "root-cert.pem" hold the root itself instead of what it signed'));
  } else if (isForeign(valid, scope)) {
    const message = `no root of the mesh "${mesh}" has the organization "${scope?.trustDomain}", its trust domain, as istiod sets it`;
    const fix =
      'look whether the kubeconfig context leads to the right cluster; write "customCA: true" for a key of your own';
    found.push(warn('LCK025', message, fix));
  }
  return found;
}

/** Whether istiod made no root of these for the trust domain: it sets the organization to it. */
function isForeign(roots: readonly CaCertificate[], scope: MeshScope | undefined): boolean {
  if (scope === undefined || scope.customCA || scope.commonRoot !== undefined) return false;
  return !roots.some(({ organizations }) => organizations.includes(scope.trustDomain));
}

/** Checks where a gateway is reached: addresses that other clusters can dial, each once and sorted, and ports. */
export function checkGateway(mesh: string, gateway: string, found: LockedGateway): Checked<LockedGateway> {
  const { servicePort, discoveryPort } = found;
  const addresses = [...new Set(found.addresses)].sort();
  const faults = [
    ...(addresses.length === 0 ? ['it has none'] : []),
    ...(addresses.length > MOST_ADDRESSES ? [`it has ${addresses.length}, more than ${MOST_ADDRESSES}`] : []),
    ...addresses.flatMap((address) => {
      const fault = addressFault(address);
      return fault === undefined ? [] : [`${JSON.stringify(address.slice(0, 80))}: ${fault}`];
    }),
    ...[servicePort, discoveryPort].filter((port) => !isPort(port)).map((port) => `the port ${port} is none`),
  ];
  if (faults.length === 0) return { value: { addresses, servicePort, discoveryPort }, issues: [] };
  const message = `the addresses of the gateway "${gateway}" of the mesh "${mesh}" cannot be dialled: ${faults.slice(0, 3).join('; ')}`;
  const fix = 'look at the status of its Service, or write "addresses" of its ingress into the topology';
  return { issues: [{ code: 'LCK030', path: meshPath(mesh), message, fix }] };
}

/** A date as people write it. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

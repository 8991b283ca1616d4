import { DISCOVERY_PORT, SERVICE_PORT } from '../ossm2/gateways';
import type { Lock, LockedGateway, LockedMesh } from './model';
import { ownEntry } from './own';
import { shortFingerprint } from './root';

/** One way in which what clusters show differs from the lock. */
export type LockChange =
  | {
      /** New; no longer shown and kept; shown again; dropped. */
      readonly kind: 'root-added' | 'root-retired' | 'root-returned' | 'root-dropped';
      readonly mesh: string;
      readonly fingerprint: string;
    }
  | {
      readonly kind: 'gateway-added' | 'gateway-changed' | 'gateway-dropped';
      readonly mesh: string;
      readonly gateway: string;
      readonly before?: LockedGateway;
      readonly after?: LockedGateway;
    };

const NOTHING: LockedMesh = { roots: [], gateways: {} };

/** What differs between two locks, sorted by mesh; nothing where they say the same. */
export function changesBetween(before: Lock | undefined, after: Lock): readonly LockChange[] {
  const meshes = new Set([...Object.keys(before?.meshes ?? {}), ...Object.keys(after.meshes)]);
  return [...meshes].sort().flatMap((mesh) => {
    const [old, now] = [ownEntry(before?.meshes, mesh) ?? NOTHING, ownEntry(after.meshes, mesh) ?? NOTHING];
    return [...rootChanges(mesh, old, now), ...gatewayChanges(mesh, old, now)];
  });
}

function rootChanges(mesh: string, before: LockedMesh, after: LockedMesh): readonly LockChange[] {
  const known = new Map(before.roots.map((root) => [root.fingerprint, root]));
  const kept = new Set(after.roots.map(({ fingerprint }) => fingerprint));
  const changed = after.roots.flatMap(({ fingerprint, retired }): readonly LockChange[] => {
    const old = known.get(fingerprint);
    if (old === undefined) return [{ kind: 'root-added', mesh, fingerprint }];
    if (old.retired === retired) return [];
    return [{ kind: retired ? 'root-retired' : 'root-returned', mesh, fingerprint }];
  });
  const dropped = [...known.keys()].filter((fingerprint) => !kept.has(fingerprint));
  return [...changed, ...dropped.map((fingerprint) => ({ kind: 'root-dropped' as const, mesh, fingerprint }))];
}

function gatewayChanges(mesh: string, before: LockedMesh, after: LockedMesh): readonly LockChange[] {
  const names = new Set([...Object.keys(before.gateways), ...Object.keys(after.gateways)]);
  return [...names].sort().flatMap((gateway): readonly LockChange[] => {
    const [old, now] = [ownEntry(before.gateways, gateway), ownEntry(after.gateways, gateway)];
    if (old === undefined) return [{ kind: 'gateway-added', mesh, gateway, ...(now && { after: now }) }];
    if (now === undefined) return [{ kind: 'gateway-dropped', mesh, gateway, before: old }];
    return isSame(old, now) ? [] : [{ kind: 'gateway-changed', mesh, gateway, before: old, after: now }];
  });
}

function isSame(a: LockedGateway, b: LockedGateway): boolean {
  const [own, other] = [[...a.addresses].sort(), [...b.addresses].sort()];
  const isSamePlace = own.length === other.length && own.every((address, i) => address === other[i]);
  return isSamePlace && a.servicePort === b.servicePort && a.discoveryPort === b.discoveryPort;
}

/** A change as one line, such as `aro-stg-mesh: the root 4F:1C:… is new`. */
export function changeText(change: LockChange): string {
  if (!('fingerprint' in change)) return gatewayText(change);
  const root = `${change.mesh}: the root ${shortFingerprint(change.fingerprint)}`;
  switch (change.kind) {
    case 'root-added':
      return `${root} is new`;
    case 'root-retired':
      return `${root} is no longer shown; it stays trusted until "ossm-fed fetch --drop-old"`;
    case 'root-returned':
      return `${root} is shown again`;
    default:
      return `${root} is dropped`;
  }
}

type GatewayChange = Extract<LockChange, { readonly gateway: string }>;

function gatewayText({ kind, mesh, gateway, before, after }: GatewayChange): string {
  const name = `${mesh}: the address of ${gateway}`;
  if (kind === 'gateway-dropped') return `${name}, ${reach(before)}, is dropped`;
  if (kind === 'gateway-added') return `${name} is ${reach(after)}`;
  return `${name} was ${reach(before)}, is ${reach(after)}`;
}

/** Addresses and ports; the ports of a load balancer are those of every load balancer and go without saying. */
function reach(gateway: LockedGateway | undefined): string {
  if (gateway === undefined) return 'unknown';
  const { addresses, servicePort, discoveryPort } = gateway;
  const ports =
    servicePort === SERVICE_PORT && discoveryPort === DISCOVERY_PORT
      ? ''
      : ` (ports ${servicePort} and ${discoveryPort})`;
  return `${addresses.join(', ')}${ports}`;
}

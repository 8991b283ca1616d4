import type { Fleet } from './harness/fleet';
import { newRoot, publishRoot } from './harness/stand-in';
import { istiodOf, reportPeer, reportSet } from './harness/status-stand-in';

/** Something that is wrong in one of the three clouds. */
export interface StatusFailure {
  /** What it is, with its number in the fact sheet. */
  readonly title: string;
  /** Makes it wrong. */
  readonly make: () => Promise<unknown>;
  /** The code that must be found. */
  readonly code: string;
  /** What its causes and fixes must contain. */
  readonly says: RegExp;
}

const ROSA = { name: 'aro-stg-mesh', namespace: 'rosa-prod-mesh' };
const ARO = { name: 'rosa-prod-mesh', namespace: 'aro-stg-mesh' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const CONTROL_PLANE = { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' };
const MEMBER_ROLL = { apiVersion: 'maistra.io/v1', kind: 'ServiceMeshMemberRoll' };
const PEER = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };

/** The failures of section 8 of the fact sheet that statuses show. */
export class StatusFailures {
  constructor(private readonly fleet: Fleet) {}

  /** The failures, each of which is undone by `undo` and the reports of a healthy federation. */
  get all(): readonly StatusFailure[] {
    // Connections last: a peer that is made again counts as changed, and what it exchanges is not judged for a minute.
    return [...this.exchanges(), ...this.clusters(), ...this.connections()];
  }

  private connections(): readonly StatusFailure[] {
    const { fleet } = this;
    const disconnected = (status: string) => ({ connected: false, lastDisconnectStatus: status });
    return [
      {
        title: 'F1: a peer without status',
        make: () => this.withoutStatus(),
        code: 'STA020',
        says: /istiod of "rosa-prod-mesh" has not accepted ServiceMeshPeer "aro-stg-mesh"/,
      },
      {
        title: 'F2: a peer that answers 503',
        make: () => reportPeer(fleet, 'rosa', ROSA, { own: disconnected('503 Service Unavailable') }),
        code: 'STA022',
        says: /"rosa-prod-mesh" cannot reach "aro-stg-mesh" \(503\)/,
      },
      {
        title: 'a peer that freezes the control plane (11.3)',
        make: () => reportPeer(fleet, 'rosa', ROSA, { own: disconnected('503 Service Unavailable') }),
        code: 'STA025',
        says: /control plane of "rosa-prod-mesh" is frozen.*delete ServiceMeshPeer "aro-stg-mesh".* restart istiod/,
      },
      {
        title: 'F3: a peer that answers 403',
        make: () => reportPeer(fleet, 'aro', ARO, { own: disconnected('403 Forbidden') }),
        code: 'STA023',
        says: /"rosa-prod-mesh" rejects the identity of "aro-stg-mesh" \(403\)/,
      },
      {
        title: 'an export server that lost the peer (11.5)',
        make: () => reportPeer(fleet, 'aro', ARO, { own: disconnected('400 Bad Request') }),
        code: 'STA024',
        says: /lost "aro-stg-mesh".*restart istiod of "rosa-prod-mesh"/,
      },
      {
        title: 'a connection that the peer does not see',
        make: () => reportPeer(fleet, 'rosa', ROSA, { remote: { connected: false } }),
        code: 'STA027',
        says: /"aro-stg-mesh" says connected, but "rosa-prod-mesh" sees no connection/,
      },
      {
        title: 'F13: a root certificate that the peer has renewed',
        make: () => this.renewRoot(),
        code: 'STA043',
        says: /root certificate that "rosa-prod-mesh" has of "aro-stg-mesh" .* is not the one.*ossm-fed fetch/,
      },
      {
        title: 'a dead istiod',
        make: () => fleet.api('rosa').remove(istiodOf(ROSA.namespace)),
        code: 'STA021',
        says: /status of "rosa-prod-mesh" is stale: it was written by "istiod-rosa-prod-mesh-0", which does not run/,
      },
    ];
  }

  private exchanges(): readonly StatusFailure[] {
    const { fleet } = this;
    const exportedName = 'details.stg-bookinfo.svc.rosa-prod-mesh-exports.local';
    const nowhere = { exportedName, localService: { name: '', namespace: '', hostname: '' } };
    return [
      {
        title: 'F4: an import without a host',
        make: () => reportSet(fleet, 'rosa', 'imports', ROSA, [nowhere]),
        code: 'STA063',
        says: /does not import "stg-bookinfo\/details" .* lists it without a host/,
      },
      {
        title: 'F5: an empty list of exports',
        make: () => reportSet(fleet, 'aro', 'exports', ARO, []),
        code: 'STA062',
        says: /"aro-stg-mesh" does not list "stg-bookinfo\/details"/,
      },
      {
        title: 'F6: an egress gateway without port 15443',
        make: () => this.closePort('aro-stg-egress'),
        code: 'STA053',
        says: /egress gateway "aro-stg-egress" of "rosa-prod-mesh" lacks port 15443/,
      },
    ];
  }

  private clusters(): readonly StatusFailure[] {
    const ready = (reason: string) => ({ conditions: [{ type: 'Ready', status: 'False', reason, message: 'why' }] });
    const roll = { ...MEMBER_ROLL, metadata: { name: 'default', namespace: ARO.namespace } };
    const subscription = {
      apiVersion: 'operators.coreos.com/v1alpha1',
      kind: 'Subscription',
      metadata: { name: 'servicemeshoperator', namespace: 'openshift-operators' },
    };
    return [
      {
        title: 'F17: a control plane with a missing dependency',
        make: () =>
          this.change(
            'aro',
            { ...CONTROL_PLANE, metadata: { name: ARO.namespace, namespace: ARO.namespace } },
            ready('DependencyMissingError'),
          ),
        code: 'STA011',
        says: /control plane of "aro-stg-mesh" is not ready: DependencyMissingError, why/,
      },
      {
        title: 'F18: a member roll with a pending member',
        make: () => this.change('aro', roll, { pendingMembers: ['stg-bookinfo'], ...ready('Reconciling') }),
        code: 'STA012',
        says: /members of "aro-stg-mesh" are pending: stg-bookinfo/,
      },
      {
        title: 'D18: an operator that is not installed, with healthy catalogs',
        make: () =>
          this.statusOf('rog', subscription, {
            lastUpdated: '2026-01-01T00:00:00Z',
            conditions: [
              { type: 'CatalogSourcesUnhealthy', status: 'False', message: 'all available catalogsources are healthy' },
            ],
          }),
        code: 'STA010',
        says: /operator "servicemeshoperator" is not installed/,
      },
    ];
  }

  private readonly undos: (() => Promise<unknown>)[] = [];

  /** Undoes what the reports of a healthy federation do not undo. */
  async undo(): Promise<void> {
    for (const undo of this.undos.splice(0)) await undo();
  }

  /** Changes the status of an object until `undo`. */
  private async change(
    cluster: 'aro',
    object: Parameters<StatusFailures['statusOf']>[1],
    status: object,
  ): Promise<void> {
    const { name, namespace } = object.metadata;
    const stored = await this.fleet.api(cluster).get(object, name, namespace);
    this.undos.push(() => this.statusOf(cluster, object, stored?.status as object));
    await this.statusOf(cluster, object, { ...(stored?.status as object), ...status });
  }

  private statusOf(
    cluster: 'rosa' | 'aro' | 'rog',
    { apiVersion, kind, metadata: { name, namespace } }: { apiVersion: string; kind: string; metadata: typeof ROSA },
    status: object,
  ): Promise<unknown> {
    return this.fleet.api(cluster).apply({ apiVersion, kind, metadata: { name, namespace }, status }, 'status');
  }

  /** Makes a peer of rosa again, of which istiod has not reported anything. */
  private async withoutStatus(): Promise<void> {
    const api = this.fleet.api('rosa');
    const peer = await api.get(PEER, ROSA.name, ROSA.namespace);
    await api.remove({ ...PEER, metadata: ROSA });
    await api.apply({ ...PEER, metadata: ROSA, spec: peer?.spec });
  }

  private async renewRoot(): Promise<void> {
    const publish = (pem: string) => publishRoot(this.fleet, 'aro', ARO.namespace, pem);
    const root = await this.fleet.api('aro').get(CONFIG_MAP, 'istio-ca-root-cert', ARO.namespace);
    const data = (root?.data ?? {}) as { readonly [key: string]: string };
    this.undos.push(() => publish(data['root-cert.pem'] ?? ''));
    await publish(newRoot('aro-stg-mesh.local'));
  }

  /** Removes the port of data from a gateway of rosa. */
  private async closePort(name: string): Promise<void> {
    const write = (ports: readonly object[]) =>
      this.fleet.api('rosa').apply({ ...SERVICE, metadata: { name, namespace: ROSA.namespace }, spec: { ports } });
    const service = await this.fleet.api('rosa').get(SERVICE, name, ROSA.namespace);
    const { ports } = (service?.spec ?? { ports: [] }) as { readonly ports: readonly { readonly port: number }[] };
    this.undos.push(() => write(ports));
    await write(ports.filter(({ port }) => port !== 15443));
  }
}

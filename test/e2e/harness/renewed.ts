import { readFileSync } from 'node:fs';
import type { BuiltCommand } from '../../helpers/built-command';
import type { Fleet } from './fleet';
import type { ContextProps, Credentials } from './kubeconfig';
import { expectHarmless, fetchInBothForms, type LockContent, Place, secretLines, type Told } from './place';
import { CLUSTERS, type ClusterName } from './state';
import { ThreeMeshes } from './three-meshes';

/** Contexts of a kubeconfig that are other than they should be, or not there. */
export type OtherContexts = { readonly [cluster in ClusterName]?: Partial<ContextProps> | 'absent' };

/**
 * Three meshes that were fetched into a lock and have got new roots and addresses since. So whatever a test spoils, the
 * lock shows what was fetched in spite of it, and what was kept because of it.
 */
export class RenewedMeshes {
  readonly meshes: ThreeMeshes;
  /** The text of the lock from before. */
  oldText = '';
  private old: LockContent = { meshes: {} };
  private renewed: LockContent = { meshes: {} };
  private readonly built: BuiltCommand;

  /** @param name what the names of the meshes begin with */
  constructor(
    readonly fleet: Fleet,
    name: string,
    commonNamespace?: string,
  ) {
    this.built = fleet.builtCommand();
    this.meshes = new ThreeMeshes(fleet, name, commonNamespace);
  }

  /** Makes all, and looks whether a fetch that nothing is wrong with takes all of it. */
  async make(): Promise<void> {
    await this.meshes.make();
    await this.meshes.renew();
    const first = new Place(this.fleet, this.built, { 'federation.yaml': this.meshes.topology() });
    expect(await first.run(['fetch'], this.kubeconfig())).toMatchObject({ code: 0 });
    [this.old, this.oldText] = [first.lock(), first.lockText() ?? ''];
    await this.meshes.renew();
    const told = await this.fetch(this.kubeconfig());
    expect([told.code, told.problems]).toEqual([0, '']);
    this.renewed = told.lock;
    for (const cluster of CLUSTERS) this.expectRenewed(cluster);
  }

  private expectRenewed(cluster: ClusterName): void {
    const mesh = this.meshes.mesh(cluster);
    const [before, after] = [this.old.meshes[mesh], this.renewed.meshes[mesh]];
    const [shown, kept] = after?.roots ?? [];
    expect([shown?.pem, kept?.pem]).toEqual([this.meshes.root(cluster), before?.roots[0]?.pem]);
    expect(kept?.retired).toBe(true);
    expect(Object.keys(after?.gateways ?? {})).toEqual([...this.meshes.gateways(cluster)].sort());
    expect(after?.gateways).not.toEqual(before?.gateways);
  }

  /** A directory with the topology and the lock from before. */
  place(topology = this.meshes.topology()): Place {
    return this.placeWithLock(this.oldText, topology);
  }

  /** A directory with the topology and a lock of any text, or none. */
  placeWithLock(text: string | undefined, topology = this.meshes.topology()): Place {
    const lock = text === undefined ? undefined : { 'federation.lock.yaml': text };
    return new Place(this.fleet, this.built, { 'federation.yaml': topology, ...lock });
  }

  /** The path of a kubeconfig that leads to the clusters, with some contexts otherwise. */
  kubeconfig(others: OtherContexts = {}): string {
    const credentials: Credentials = { kind: 'token', token: this.fleet.tokens.admin };
    const contexts = CLUSTERS.flatMap((cluster) => {
      const other = others[cluster];
      return other === 'absent' ? [] : [{ ...this.fleet.context(cluster, credentials), ...other }];
    });
    return this.fleet.writeKubeconfig(contexts);
  }

  /** Runs `fetch` in both forms where the lock from before lies. */
  fetch(kubeconfig: string, topology?: string, flags: readonly string[] = []): Promise<Told> {
    return fetchInBothForms(() => this.place(topology), kubeconfig, flags);
  }

  /**
   * What the lock says when all was fetched but some facts of some meshes.
   *
   * @param kept what the lock keeps of a mesh: all, its roots, or its gateways
   */
  lockWith(kept: { readonly [cluster in ClusterName]?: 'all' | 'roots' | 'gateways' }): LockContent {
    const entries = CLUSTERS.flatMap((cluster) => {
      const mesh = this.meshes.mesh(cluster);
      const [before, after] = [this.old.meshes[mesh], this.renewed.meshes[mesh]];
      if (before === undefined || after === undefined) return [];
      const part = kept[cluster];
      const roots = part === 'all' || part === 'roots' ? before.roots : after.roots;
      const gateways = part === 'all' || part === 'gateways' ? before.gateways : after.gateways;
      return [[mesh, { roots, gateways }] as const];
    });
    return { meshes: Object.fromEntries(entries) };
  }

  /** Checks that what is wrong cost what it must and no more, and that nothing came out that must not. */
  expectKept(
    { code, lock, everything }: Told,
    kept: Parameters<RenewedMeshes['lockWith']>[0],
    secrets: readonly string[] = [],
  ): void {
    expect(code).toBe(/error GET0(?:0[1-8]|1[01]): /.test(everything) ? 3 : 1);
    expect(lock).toEqual(this.lockWith(kept));
    expectHarmless(everything, [...this.secrets(), ...secrets]);
  }

  /** What the kubeconfigs of the tests hold and nobody else may see. */
  private secrets(): readonly string[] {
    const { tokens, clientCertificate } = this.fleet;
    const key = clientCertificate.kind === 'certificate' ? readFileSync(clientCertificate.key, 'utf8') : '';
    return [...Object.values(tokens), ...secretLines(key)];
  }
}

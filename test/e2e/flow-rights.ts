import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KubeObject, parseObjects } from '../helpers/synthesize';
import { writeFiles } from '../helpers/temporary';
import type { FlowPlace } from './flow-place';
import { applyProblems } from './harness/applied';
import type { Fleet } from './harness/fleet';
import { CLUSTERS, type ClusterName } from './harness/state';

/** How long an API server may take until it knows of new permissions, in milliseconds. */
const PATIENCE = 30_000;

/** Gives the user `fetcher` rights and takes them away again. */
export class Fetcher {
  /** A kubeconfig in which one is `fetcher` everywhere. */
  readonly kubeconfig: string;

  private readonly allowed: { readonly cluster: ClusterName; readonly text: string }[] = [];

  constructor(private readonly fleet: Fleet) {
    const credentials = { kind: 'token', token: fleet.tokens.fetcher } as const;
    this.kubeconfig = fleet.writeKubeconfig(CLUSTERS.map((name) => fleet.context(name, credentials)));
  }

  /** What the command prints for `fetcher` and one cluster, as text. */
  async printed(place: FlowPlace, cluster: ClusterName): Promise<string> {
    const { code, stdout, stderr } = await place.ossmFed(
      `fetch --print-rbac --subject User:fetcher --cluster ${cluster}`,
    );
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  }

  /** Applies a text as administrators do; it has to be taken without a warning. */
  async allow(cluster: ClusterName, text: string): Promise<void> {
    const directory = this.fleet.newDirectory();
    writeFiles(directory, { 'rbac.yaml': text });
    const applied = await this.fleet.apply(cluster, join(directory, 'rbac.yaml'));
    expect(applyProblems(applied, parseObjects(text).length)).toBe('');
    this.allowed.push({ cluster, text });
  }

  /** Removes everything that {@link allow} applied, so that no other test file depends on it. */
  async forbidAll(): Promise<void> {
    for (const { cluster, text } of this.allowed.splice(0)) {
      const directory = this.fleet.newDirectory();
      writeFiles(directory, { 'rbac.yaml': text });
      const args = ['delete', '--ignore-not-found', '-f', join(directory, 'rbac.yaml')];
      expect(await this.fleet.kubectl(cluster, args)).toMatchObject({ code: 0, stderr: '' });
    }
  }

  /** What the API says to `fetcher`, as a status. */
  async status(cluster: ClusterName, path: string, method = 'GET', body?: string): Promise<number> {
    return (await this.fleet.api(cluster, this.fleet.tokens.fetcher).send(method, path, body)).status;
  }

  /** Waits until the API says something else to `fetcher` than before: rights take a moment to hold. */
  async until(cluster: ClusterName, path: string, status: 200 | 403): Promise<void> {
    const end = Date.now() + PATIENCE;
    while ((await this.status(cluster, path)) !== status) {
      if (Date.now() > end) throw new Error(`${cluster} does not say ${status} to ${path}`);
      await sleep(50);
    }
  }
}

/** A rule of a Role. */
export interface RoleRule {
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The object of a kind in a text, which has one. */
export function objectIn(text: string, kind: string): KubeObject {
  const found = parseObjects(text).find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`the text has no ${kind}`);
  return found;
}

/** What to know before a change is applied. */

import type { ChangeWarning } from '../../changes/model';
import type { ImportGraph } from './graph';

/** A mesh of whose identity peers have copies. */
export function newIdentity(mesh: string, reason: string): ChangeWarning {
  return {
    code: 'PLN015',
    message: `calls between "${mesh}" and its peers fail until all have the change: ${reason}`,
    fix: 'apply "20-mesh" and "40-federation" of all clusters at the same time, and restart the workloads of the mesh',
  };
}

/** A mesh that stops trusting the root certificates of a peer. */
export function lostRoots(mesh: string): ChangeWarning {
  return {
    code: 'PLN016',
    message: `"${mesh}" no longer trusts a root certificate of a peer, and no other one of that peer stays`,
    fix: 'keep the old root certificate next to the new one until all workloads of the peer use the new one: "ossm-fed fetch" without "--drop-old"',
  };
}

/** A host that importers have after a change in a cluster that no longer serves it. */
export function unexposed(cluster: string, host: string, after: ImportGraph): readonly ChangeWarning[] {
  const importers = after.importsOfHost(cluster, host).filter((one) => one.cluster !== cluster);
  return importers.map(({ edge: { mesh, peer } }) => ({
    code: 'PLN017',
    message: `"${mesh}" imports "${host}", which "${peer}" no longer serves, so its calls are answered with 503`,
    fix: `apply "40-federation" and "50-traffic" of the cluster of "${mesh}" first`,
  }));
}

/** A gateway whose address may become another one. */
export function movedGateway(cluster: string, gateway: string): ChangeWarning {
  return {
    code: 'PLN014',
    message: `gateway "${gateway}" of cluster "${cluster}" may get another address or port, which peers do not know`,
    fix: 'apply "20-mesh", run "ossm-fed fetch" and "ossm-fed synth", and apply "40-federation" of the peers at once',
  };
}

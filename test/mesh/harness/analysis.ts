/** What `istioctl analyze` reports. */
import { join } from 'node:path';
import type { MeshAssets } from '../../../scripts/mesh/assets';
import type { Fleet } from '../../e2e/harness/fleet';
import type { ClusterName } from '../../e2e/harness/state';
import { run } from './processes';

/** One message of istioctl. */
interface AnalysisMessage {
  readonly code: string;
  readonly message: string;
  readonly origin: string;
}

/** The messages of all analyzers about a cluster and about files as if they were applied to it, sorted. */
export function analyze(fleet: Fleet, cluster: ClusterName, files: readonly string[] = []): readonly string[] {
  const { istio } = JSON.parse(process.env.OSSM_FED_MESH_ASSETS ?? '{}') as MeshAssets;
  const where = ['--kubeconfig', fleet.kubeconfig, '--context', cluster, '--all-namespaces'];
  const output = run([join(istio, 'istioctl'), 'analyze', ...where, '--output', 'json', ...files]);
  const messages = JSON.parse(output) as readonly AnalysisMessage[];
  return messages.map(({ code, origin, message }) => `${code} ${origin}: ${message}`).sort();
}

/**
 * What istioctl is expected to report, as docs/ossm3.md has it: each endpoint behind the gateway of a peer has no address.
 */
export function isExpected(message: string): boolean {
  return /^IST0133 WorkloadEntry .*: address is unset with network /.test(message);
}

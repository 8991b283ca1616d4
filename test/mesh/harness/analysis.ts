/** What `istioctl analyze` reports. */
import { join } from 'node:path';
import type { MeshAssets } from '../../../scripts/mesh/assets';
import { run } from './processes';

/** One message of istioctl. */
interface AnalysisMessage {
  readonly code: string;
  readonly message: string;
  readonly origin: string;
}

/** The messages of the analyzers that need no running cluster about the files of a cluster, sorted. */
export function analyze(directory: string): readonly string[] {
  const { istio } = JSON.parse(process.env.OSSM_FED_MESH_ASSETS ?? '{}') as MeshAssets;
  const flags = ['--use-kube=false', '--all-namespaces', '--output', 'json'];
  const output = run([join(istio, 'istioctl'), 'analyze', ...flags, directory]);
  const messages = JSON.parse(output) as readonly AnalysisMessage[];
  return messages.map(({ code, origin, message }) => `${code} ${origin}: ${message}`).sort();
}

/** What istioctl is expected to report, as docs/ossm3.md says: an endpoint behind the gateway of a peer has no address. */
export function isExpected(message: string): boolean {
  return /^IST0133 WorkloadEntry .*: address is unset with network /.test(message);
}

/** The public API of the package; docs/library.md has an example of each name. */

export { FederationAccessPolicy } from './charts/access-policy';
export { Bookinfo } from './charts/bookinfo';
export { addClusterCharts, ClusterApp } from './charts/cluster-app';
export { OperatorSubscription } from './charts/operators';
export { StageChart } from './charts/stage';
export { MeshRoute } from './charts/traffic';
export { UserObject } from './charts/user-object';
export type { Cluster, Federation, Mesh, Peering, Route, Share } from './federation/model';
export { CODES, explain } from './library/explain';
export { fetch, type MemoryFetchOptions, type MemoryFetchResult } from './library/fetch';
export { type InjectResult, inject } from './library/inject';
export { type ClusterManifests, type LintOptions, type LintResult, lint, RULES } from './library/lint';
export { type Lock, type ParsedLock, parseLock, printLock } from './library/lock';
export { FederatedControlPlane } from './ossm2/charts/control-plane';
export { FederationPeer, type FederationPeerProps } from './ossm2/charts/federation';
export { MemberRoll, ServiceMesh, type ServiceMeshProps } from './ossm2/charts/mesh';
export { controlPlaneOverride } from './ossm2/charts/override';
export { type Ossm2Plan, ossm2PlansOf } from './ossm2/model';
export type * from './topology/model';
export { type Loaded, type LoadOptions, loadFile, loadTopology } from './workflows/load';
export { EXIT, type Output, type ReportFormat, report } from './workflows/report';
export { type MemorySynthResult, type SynthOptions, type SynthResult, synth, synthToMemory } from './workflows/synth';

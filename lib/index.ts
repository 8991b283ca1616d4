/** What a program that synthesizes a federation needs. */

export type { Cluster, Federation, Mesh, Peering, Route, Share } from './federation/model';
export type { PlacedIssue } from './issues/place';
export { controlPlaneOverride } from './ossm2/charts/override';
export type * from './topology/model';
export { type Loaded, loadFile, loadTopology } from './workflows/load';
export { EXIT, type Output, type ReportFormat, report } from './workflows/report';
export { type SynthOptions, type SynthResult, synth } from './workflows/synth';

/** What a program that synthesizes a federation needs. */

export { controlPlaneOverride } from './charts/override';
export type {
  Cluster,
  ControlPlane,
  Egress,
  Federation,
  Ingress,
  Mesh,
  Peer,
  Route,
} from './federation/model';
export type { PlacedIssue } from './issues/place';
export type * from './topology/model';
export { type Loaded, loadFile, loadTopology } from './workflows/load';
export { EXIT, type Output, type ReportFormat, report } from './workflows/report';
export { type SynthOptions, type SynthResult, synth } from './workflows/synth';

import type { ManifestObject } from '../manifests/object';
import type { Labels } from '../matching/label-selector';
import type { IndexedManifests } from '../observed/indexed-manifests';
import type { DraftFailure, DraftWay, Subject } from './draft';
import type { Certainty, Principal } from './identity';
import type { TracedWorkload } from './workloads';

/** Who calls. */
export interface TraceCaller {
  /** The cluster. */
  readonly cluster: string;
  /** The namespace. */
  readonly namespace: string;
  /** The name of the workload. */
  readonly name: string;
  /** The workload; undefined where the manifests have none of the namespace. */
  readonly workload?: TracedWorkload;
}

/** What a call asks for behind a route. */
export interface Destination {
  /** The host in full. */
  readonly host: string;
  /** The port; undefined where it is not stated. */
  readonly port?: number;
  /** The subset. */
  readonly subset?: string;
  /** The route that names it; undefined for a call without a route. */
  readonly subject?: Subject;
}

/** A call to one destination, as a mesh sees it. */
export interface Call {
  /** The identity of the caller. */
  readonly principal: Principal;
  /** The destination. */
  readonly destination: Destination;
  /** The labels of the subset; undefined without one. */
  readonly labels?: Labels;
  /** DestinationRules of the host. */
  readonly rules: readonly Subject[];
}

/** Endpoints of a host that one mesh has: the pods of a Service here, or an import from a peer. */
export interface EndpointGroup {
  /** Whether they are pods of this mesh. */
  readonly isLocal: boolean;
  /** What they are, such as `mesh aro-stg-mesh`. */
  readonly text: string;
  /** The region of imported ones; undefined where it is not stated. */
  readonly region?: string | undefined;
  /** The namespace that the host belongs to for Sidecars; undefined where it is not known. */
  readonly owner?: string | undefined;
  /** The ports of the host; undefined where they are not known. */
  readonly ports?: readonly number[] | undefined;
  /** Whether they have the labels of a subset. */
  readonly has: (labels: Labels) => Certainty;
  /** The way of a call to them. */
  readonly way: (call: Call) => DraftWay;
}

/** The lint rules that describe faults which all generations have. */
export interface FaultCodes {
  /** A policy denies the call. */
  readonly denied: string;
  /** A Sidecar hides a host. */
  readonly hidden: string;
  /** A subset of an imported host is missing. */
  readonly importedSubset: string;
}

/** A mesh as a caller in it sees it; each generation of OpenShift Service Mesh makes its own. */
export interface TraceMesh {
  /** The name of the control plane. */
  readonly name: string;
  /** The cluster. */
  readonly cluster: IndexedManifests;
  /** The namespace whose objects apply to the whole mesh; empty where it is unknown. */
  readonly rootNamespace: string;
  /** The trust domain; undefined where it is unknown. */
  readonly domain: string | undefined;
  /** The trust domain and its aliases. */
  readonly ownDomains: readonly string[];
  /** The objects of a kind of the mesh. */
  readonly objectsOf: (kind: string, apiGroup: string) => readonly ManifestObject[];
  /** The hosts that the manifests know, for suggestions. */
  readonly hosts: readonly string[];
  /** The endpoints of a host; empty for a host that the mesh does not know. */
  readonly endpointsOf: (host: string) => readonly EndpointGroup[];
  /** Why the mesh does not have the pods of a namespace; undefined if it has them, or may have. */
  readonly outside: (namespace: string) => Omit<DraftFailure, 'arrives'> | undefined;
  /** The objects that list the namespaces of the mesh; none where labels decide. */
  readonly memberRolls: readonly ManifestObject[];
  /** The way of a call to a host that the mesh does not know. */
  readonly missing: (call: Call) => DraftWay;
  /** The codes of faults. */
  readonly codes: FaultCodes;
}

/** The way of one call through meshes, as manifests describe it: a tree of hops whose branches are routes, mirrors and failovers. */

import type { Path } from '../issues/issue';

/** An object by its names, so that a picture can find it. */
export interface ObjectId {
  /** The cluster. */
  readonly cluster: string;
  /** The kind, such as `ServiceMeshPeer`. */
  readonly kind: string;
  /** The namespace; left out for objects of the cluster. */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
}

/** A place in a manifest. */
export interface TracePlace {
  /** The file as the user named it. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column in UTF-16 code units, from 1. */
  readonly column: number;
}

/** What decides at a hop. */
export type HopKind =
  | 'caller'
  | 'sidecar'
  | 'route'
  | 'subset'
  | 'import'
  | 'egress'
  | 'dial'
  | 'ingress'
  | 'client'
  | 'export'
  | 'service'
  | 'policy'
  | 'pods';

/** One property of a hop, such as its identity. */
export interface HopFact {
  /** The name of the property, such as `identity`. */
  readonly label: string;
  /** Its value. */
  readonly value: string;
}

/** A problem on the way that does not end it. */
export interface HopNote {
  /** The lint rule that found it, such as `FED012`; `ossm-fed explain` explains it. */
  readonly code: string;
  /** What was found and what was expected. */
  readonly message: string;
}

/** One hop of a call. */
export interface Hop {
  /** What decides here. */
  readonly kind: HopKind;
  /** What it decides, in one line. */
  readonly text: string;
  /** Its properties, in the order in which people read them. */
  readonly facts: readonly HopFact[];
  /** The object that decides; left out where the manifests lack it. */
  readonly object?: ObjectId;
  /** The part of that object, such as `["spec", "http", 0]`; left out for all of it. */
  readonly path?: Path;
  /** Further workloads behind the Service, at its pods; left out where there is one at most. */
  readonly others?: readonly ObjectId[];
  /** The place in that object. */
  readonly place?: TracePlace;
  /** Problems that do not end the way. */
  readonly notes: readonly HopNote[];
}

/** Where a call ends at the pods of a service. */
export interface Arrival {
  /** Whether the call arrives. */
  readonly arrives: true;
  /** Where it arrives, in one line. */
  readonly text: string;
  /** What is assumed because the manifests do not say it; left out if nothing is. */
  readonly assumption?: string;
}

/** Where a call ends before it reaches pods. */
export interface TraceFailure {
  /** Whether the call arrives. */
  readonly arrives: false;
  /** The lint rule that describes the fault, such as `FED013`; `ossm-fed explain` explains it. */
  readonly code: string;
  /** What was found and what was expected. */
  readonly message: string;
  /** What happens to the call. */
  readonly effect?: string;
  /** What to write instead. */
  readonly fix: string;
  /** The object with the fault. */
  readonly object?: ObjectId;
  /** The place of the fault. */
  readonly place?: TracePlace;
}

/** Why a branch exists: it is the whole call, one of several routes, a copy, or what is used if others fail. */
export type BranchKind = 'call' | 'route' | 'mirror' | 'endpoints' | 'failover';

/** A part of the way without a fork; it ends, or forks into branches. */
export interface Branch {
  /** Why it exists. */
  readonly kind: BranchKind;
  /** Which calls take it, such as `90%`. */
  readonly text: string;
  /** Its hops, in the order in which the call passes them. */
  readonly hops: readonly Hop[];
  /** The branches at its end; empty where the way ends. */
  readonly branches: readonly Branch[];
  /** How the way ends; left out where it forks. */
  readonly end?: Arrival | TraceFailure;
}

/** The way of one call. */
export interface Trace {
  /** The caller, as `CLUSTER/NAMESPACE/WORKLOAD`. */
  readonly caller: string;
  /** The host that is called, in full. */
  readonly host: string;
  /** The port that is called; left out where the host has several or its ports are unknown. */
  readonly port?: number;
  /** The way. */
  readonly way: Branch;
  /** The number of ends of the way that arrive. */
  readonly arriving: number;
  /** The number of all ends of the way. */
  readonly ends: number;
}

/**
 * The contract between the neutral federation and one generation of OpenShift Service Mesh: a folder of its own that
 * plans each cluster, makes objects of the plan, and says in which stages they are applied and what only running
 * clusters know. `lib/generations.ts` lists the generations.
 */

import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ChangeContext, Judge } from './changes/model';
import type { FactKind } from './facts/kind';
import type { Fact } from './facts/model';
import type { Failover, Federation, MatchedRoute, Route, Subset, Workload } from './federation/model';
import type { Issue } from './issues/issue';
import type { ListedKind, Observation } from './status/observation';
import type { StatusParts } from './status/report';

/** One generation of OpenShift Service Mesh. */
export interface Generation<Plan extends ClusterPlan = ClusterPlan> {
  /** The name in code and lint rules, such as `ossm2`. */
  readonly name: string;
  /** The name of the product, such as `OpenShift Service Mesh 2`. */
  readonly title: string;
  /** The versions of a mesh that belong to it, the oldest first, such as `v2.6`. */
  readonly versions: readonly string[];
  /**
   * The stages in which its objects are applied, in order. Where a plan has any, operators are added to the stage
   * `operators`, their namespaces to `namespaces`, and applications to `workloads`.
   */
  readonly stages: readonly Stage[];
  /** The kinds of facts that its objects may have tokens for, with the places of the tokens. */
  readonly factKinds: readonly FactKind[];
  /**
   * Plans all clusters with meshes of this generation.
   *
   * @param federation the federation with only the meshes of this generation, and what is between them
   */
  plan(federation: Federation): Planned<Plan>;
  /**
   * Adds the objects of a plan to the charts of stages. It is the only part that knows cdk8s. Operators and workloads
   * are added for every generation in the same way, and not here.
   *
   * @param stageOf the chart of a stage by its name
   */
  addObjects(stageOf: (stage: string) => StageFiles, plan: Plan): void;
  /**
   * The files of a plan whose objects send calls to other meshes, as paths below the directory of the cluster. A delivery
   * leaves them out while a value of one of these meshes is missing, as the calls would fail.
   *
   * @param meshes the names of the other meshes
   * @default none
   */
  filesWithCallsTo?(plan: Plan, meshes: ReadonlySet<string>): readonly string[];
  /**
   * The facts that the objects of all plans have tokens for: which object of which cluster has the value, and how it is
   * read. What the topology states is not a fact.
   */
  factsOf(plans: readonly Plan[]): readonly Fact[];
  /**
   * The kinds whose objects may stay unhealthy until other clusters are ready. A delivery that waits for each object
   * applies them last.
   *
   * @default none
   */
  readonly lastKinds?: readonly GroupKind[];
  /**
   * The kinds of objects in namespaces that its plans may have, of operators, meshes and routes.
   *
   * @default none
   */
  readonly kinds?: readonly GroupKind[];
  /**
   * How Argo CD finds the health of kinds for which it has no check, or one that is not true.
   *
   * @default none
   */
  readonly healthChecks?: readonly HealthCheck[];
  /**
   * The objects that let a mesh reach a peer. They are applied last, when both meshes are ready, and deleted on both sides
   * before any gateway.
   *
   * @default none
   */
  connectionsOf?(plan: Plan): readonly Connection[];
  /**
   * The kinds that are deleted before all others of their stage, in this order.
   *
   * @default none
   */
  readonly deletedFirst?: readonly string[];
  /** How the status of its meshes is read; undefined for a generation whose status is not supported. */
  readonly status?: GenerationStatus<Plan>;
  /** What changes of its objects mean; undefined for a generation whose objects are judged as any others. */
  readonly changes?: GenerationChanges;
}

/** What changes of the objects of one generation mean. */
export interface GenerationChanges {
  /** The kinds of its objects in namespaces, by which those are found that the topology no longer has. */
  readonly kinds: readonly GeneratedKind[];
  /** The kinds whose changes can have warnings; "ossm-fed up" reads their objects before it writes anything. */
  readonly warnedKinds: readonly string[];
  /** Judges changes, given the objects of all clusters before and after. */
  judge(context: ChangeContext): Judge;
}

/** A kind of which objects are generated. */
export interface GeneratedKind {
  /** The group and version, such as `maistra.io/v2`. */
  readonly apiVersion: string;
  /** The kind, such as `ServiceMeshPeer`. */
  readonly kind: string;
  /** The resource name in paths of the API and in RBAC rules, such as `servicemeshpeers`. */
  readonly plural: string;
}

/** A kind of an API group. */
export interface GroupKind {
  /** The API group; empty for the core group. */
  readonly group: string;
  /** The kind. */
  readonly kind: string;
}

/** How Argo CD finds the health of the objects of a kind. */
export interface HealthCheck extends GroupKind {
  /**
   * A Lua script that reads `obj` and returns a table with `status` and `message`. Argo CD runs it without the library
   * for strings; of `os` it has `time` and `date`, by `require`. Source: Argo CD documentation, Resource Health.
   */
  readonly lua: string;
}

/** An object that lets a mesh reach a peer. */
export interface Connection {
  /** The kind of the object. */
  readonly kind: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** The mesh that it belongs to. */
  readonly mesh: string;
  /** The mesh that it lets reach. */
  readonly peer: string;
}

/** How the status of the meshes of one generation is read. */
export interface GenerationStatus<Plan extends ClusterPlan = ClusterPlan> {
  /** The objects that must be listed in the cluster of a plan. */
  lists(plan: Plan): readonly ListedKind[];
  /**
   * Compares what was read of the clusters with what the plans expect. It depends on nothing else, and has no clock.
   *
   * @param federation the federation that was planned
   */
  evaluate(plans: readonly Plan[], federation: Federation, observation: Observation): StatusParts;
}

/** The result of planning. */
export interface Planned<Plan extends ClusterPlan = ClusterPlan> {
  /** One plan for each cluster with meshes of the generation, sorted by name. */
  readonly plans: readonly Plan[];
  /** What the generation cannot express, each at the share, peering or mesh that requires it. */
  readonly issues: readonly Issue[];
}

/** What a cluster gets, as plain data. A generation extends it with what its own charts need. */
export interface ClusterPlan {
  /** The cluster's name and its directory in the output. */
  readonly cluster: string;
  /** The operators to subscribe to. */
  readonly operators: readonly Operator[];
  /** The namespaces of operators that OpenShift does not have by default; each needs an OperatorGroup. */
  readonly operatorNamespaces: readonly string[];
  /** The applications by mesh, in the order of the meshes. */
  readonly workloads: readonly MeshWorkloads[];
}

/** One operator to subscribe to. */
export interface Operator {
  /** The OLM package, which is also the Subscription's name. */
  readonly package: string;
  /** The namespace of the Subscription. */
  readonly namespace: string;
  /** The update channel. */
  readonly channel: string;
  /** The CatalogSource. */
  readonly catalog: string;
  /** The namespace of the CatalogSource. */
  readonly catalogNamespace: string;
  /** Whether OLM installs updates automatically. */
  readonly approval: 'Automatic' | 'Manual';
  /** The first version to install, such as `servicemeshoperator.v2.5.1`; the newest of the channel where undefined. */
  readonly startingCSV?: string;
}

/** The applications of one mesh. */
export interface MeshWorkloads {
  /** The mesh's name. */
  readonly mesh: string;
  /** In the order of the topology. */
  readonly workloads: readonly Workload[];
}

/** Who may call the pods behind shared services of one namespace. */
export interface AccessPolicy {
  /** The name of the AuthorizationPolicy. */
  readonly name: string;
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The labels of the pods; if empty, all pods of the namespace. */
  readonly workload: { readonly [label: string]: string };
  /** Identities without `spiffe://`; a `*` at the end matches any suffix. */
  readonly principals: readonly string[];
}

/** Where requests go, with the hosts of imports, and for how long. */
export interface RouteActionPlan {
  /** Where calls go; empty where no route is written. Weights add up to 100. */
  readonly destinations: readonly { readonly host: string; readonly subset?: string; readonly weight: number }[];
  /** Where a copy of the calls goes; the percentage is of all calls, and undefined copies all. */
  readonly mirror?: { readonly host: string; readonly percentage?: number };
  /** The timeout of requests, such as `10s`. */
  readonly timeout?: string;
  /** Retries of failed requests. */
  readonly retries?: NonNullable<Route['retries']>;
}

/** A route for the HTTP requests that meet one of several matches. */
export interface MatchedRoutePlan extends RouteActionPlan {
  /** The matches, of which one is enough. */
  readonly match: MatchedRoute['match'];
}

/** A route with the hosts of imports in its generation. */
export interface RoutePlan extends RouteActionPlan {
  /**
   * The names of the meshes that its calls go to, apart from its own; sorted.
   *
   * @default none
   */
  readonly exporters?: readonly string[];
  /** The name of the VirtualService and the DestinationRule. */
  readonly name: string;
  /** Their namespace, which is that of the local service. */
  readonly namespace: string;
  /** The full host name of the local service. */
  readonly host: string;
  /** The protocol of the calls. */
  readonly protocol: 'http' | 'tcp';
  /** The routes for requests that match, in their order; what the route itself has is for all others. */
  readonly matched?: readonly MatchedRoutePlan[];
  /** The hosts of requests. Default: that of the local service. */
  readonly hosts?: readonly string[];
  /** The gateways whose requests are routed; `mesh` is the workloads. Default: the workloads. */
  readonly gateways?: readonly string[];
  /** Fields of the VirtualService's `spec`, merged last. */
  readonly override?: NonNullable<Route['override']>;
  /** The subsets of the local service; a DestinationRule is written where there are any, a failover or identities. */
  readonly subsets: readonly Subset[];
  /**
   * The identities of all endpoints of the service, such as `spiffe://west.local/ns/shop/sa/ratings`, sorted. Calls
   * require one of them.
   *
   * @default Istio's automatic mutual TLS checks the identities
   */
  readonly subjectAltNames?: readonly string[];
  /** When and where calls move away from failed local endpoints. */
  readonly failover?: Failover;
}

/** A step in which objects are applied; each is a directory of the output. */
export interface Stage {
  /** The stage's name, such as `operators`. */
  readonly name: string;
  /** The directory, such as `10-operators`; directories sort in the order of the stages. */
  readonly directory: string;
  /** What must be true of the cluster before the next stage is applied; empty where nothing needs to be waited for. */
  readonly done: readonly Condition[];
}

/** Something that is true of a cluster once a stage is complete, for all objects of a kind that the stage applies. */
export type Condition =
  /** The CRDs are established. */
  | { readonly type: 'established'; readonly crds: readonly string[] }
  /** A condition of `status.conditions` of each object of the resource, such as `deployments.apps`, is `True`. */
  | { readonly type: 'condition'; readonly resource: string; readonly condition: string }
  /** No object of the next stage has a token left: `ossm-fed fetch` and `ossm-fed inject` have run. */
  | { readonly type: 'filled' };

/** The chart of a stage, whose objects are grouped into files. */
export interface StageFiles extends Chart {
  /** The scope of the objects that go into one file, in the order in which they are created. */
  file(name: string): Construct;
}

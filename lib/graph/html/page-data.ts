/** The data of a page, which the script in `browser/` reads. Texts are redacted and on one line, except for YAML. */

import type { EdgeKind, GraphChange, GraphState, NodeKind } from '../model';
import type { GraphView } from '../view';

/** An object of the manifests. */
export interface PageObject {
  /** The cluster. */
  readonly cluster: string;
  /** The name in words, such as `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`. */
  readonly name: string;
  /** The file with line and column, such as `dist/rosa/20-mesh/rosa-prod-mesh.yaml:3:1`. */
  readonly place: string;
  /** The object as YAML, without private keys, credentials and values of Secrets. */
  readonly yaml: string;
}

/** A node or an edge. */
export interface PageElement {
  /** The id of the node or edge in the picture. */
  readonly id: string;
  /** What it is. */
  readonly kind: NodeKind | EdgeKind;
  /** The text that is shown. */
  readonly label: string;
  /** What else to know about it. */
  readonly detail?: string;
  /** Whether it works. */
  readonly state?: GraphState;
  /** What happened to it. */
  readonly change?: GraphChange;
  /** The id of the node that contains it; undefined for clusters, for meshes that are not in the manifests, and for edges. */
  readonly parent?: string;
  /** Where an edge leads; undefined for nodes. */
  readonly ends?: PageEnds;
  /** The indexes of the objects that it shows. */
  readonly own: readonly number[];
  /** The indexes of the other objects in a cluster, a mesh or a namespace. */
  readonly inside: readonly number[];
}

/** Where an edge leads, by ids of nodes. */
export interface PageEnds {
  /** Where calls begin. */
  readonly from: string;
  /** Where calls end. */
  readonly to: string;
  /** The gateways between them, in the direction of calls. */
  readonly via: readonly string[];
  /** The names of a shared service in the importer and in the exporter. */
  readonly names?: { readonly from: string; readonly to: string };
}

/** A finding of the linter. */
export interface PageFinding {
  /** The rule, such as `FED004`. */
  readonly rule: string;
  /** How severe it is. */
  readonly severity: 'error' | 'warning' | 'info';
  /** What was found and what was expected. */
  readonly message: string;
  /** What happens at run time; empty where the message says it. */
  readonly effect: string;
  /** What to write instead. */
  readonly fix: string;
  /** The file with line and column. */
  readonly place: string;
  /** The index of the object; undefined where it is about none. */
  readonly object?: number;
}

/** A CA certificate that the manifests have. */
export interface PageCertificate {
  /** The subject. */
  readonly subject: string;
  /** The SHA-256 fingerprint in hexadecimal pairs with colons. */
  readonly fingerprint: string;
  /** The start of its validity as an instant of ISO 8601. */
  readonly notBefore: string;
  /** The end of its validity as an instant of ISO 8601. */
  readonly notAfter: string;
  /** Why its key or its signature is weak; empty for most. */
  readonly weaknesses: readonly string[];
  /** The indexes of the objects that contain it. */
  readonly objects: readonly number[];
}

/** Clusters that are alike, of which the picture has the first. */
export interface PageGroup {
  /** The ids of the clusters. */
  readonly members: readonly string[];
}

/** One view of the picture. */
export interface PageView {
  /** The view. */
  readonly view: GraphView;
  /** Why it is not drawn; undefined where it is. */
  readonly missing?: string;
  /** The groups of clusters that are alike in it. */
  readonly groups: readonly PageGroup[];
}

/** All data of a page. */
export interface PageData {
  /** What the picture shows, in one line. */
  readonly title: string;
  /** The views, the one that is shown first first. */
  readonly views: readonly PageView[];
  /** All nodes and edges. */
  readonly elements: readonly PageElement[];
  /** All objects of all clusters. */
  readonly objects: readonly PageObject[];
  /** What the linter found. */
  readonly findings: readonly PageFinding[];
  /** The certificates, those that expire first first. */
  readonly certificates: readonly PageCertificate[];
  /** When the clusters were read, as an instant of ISO 8601; undefined for a page without a status. */
  readonly statusTime?: string;
}

import type { KubernetesLabelSelector } from './label-selector';

/**
 * New name parts of a service. A part that is missing, empty or `"*"` keeps the part the service already has.
 * Source: fact sheet 1.7 and 2.4; maistra/api federation/v1 `ServiceName`.
 */
export interface Alias {
  /** Namespace part of the new name. Default: the namespace of the service. */
  readonly namespace?: string;
  /** Name part of the new name. Default: the name of the service. */
  readonly name?: string;
}

/**
 * Selects services by whole name and namespace. A part that is missing, empty or `"*"` accepts every value;
 * there are no other wildcards. Source: fact sheet 2.4; maistra/api federation/v1 `ServiceNameMapping`.
 */
export interface NameSelector {
  /** Namespace to match. Default: every namespace. */
  readonly namespace?: string;
  /** Service name to match. Default: every name. */
  readonly name?: string;
  /** New name of the matched service. Default: the name stays. */
  readonly alias?: Alias;
}

/**
 * Selects services by the labels of their Service object; only export rules have it.
 * Source: fact sheet 1.7 and 2.4; maistra/api federation/v1 `ServiceImportExportLabelSelector`.
 */
export interface LabelSelector {
  /** Namespace to match. Default: every namespace. */
  readonly namespace?: string;
  /** Labels to match. Default: an empty selector, which matches every service. */
  readonly selector?: KubernetesLabelSelector;
  /** New names by service; the first entry that matches is used. Default: the names stay. */
  readonly aliases?: readonly NameSelector[];
}

/**
 * One entry of `spec.exportRules` of an ExportedServiceSet, as written in the manifest.
 * Source: fact sheet 1.7; maistra/api federation/v1 `ExportedServiceRule`.
 */
export interface ExportRule {
  /** `NameSelector` or `LabelSelector`; any other text makes istiod drop the rule. */
  readonly type?: string;
  /** Read when `type` is `NameSelector`. */
  readonly nameSelector?: NameSelector;
  /** Read when `type` is `LabelSelector`. */
  readonly labelSelector?: LabelSelector;
}

/**
 * One entry of `spec.importRules` of an ImportedServiceSet, as written in the manifest.
 * Source: fact sheet 1.8; maistra/api federation/v1 `ImportedServiceRule`.
 */
export interface ImportRule {
  /** `NameSelector`; any other text makes istiod drop the rule. */
  readonly type?: string;
  /** Gives the service a host under the cluster domain. Default: false. */
  readonly importAsLocal?: boolean;
  /** Last part of the host, used as written. Default: the suffix of the set. */
  readonly domainSuffix?: string;
  /** Matches the name under which the peer exports the service. */
  readonly nameSelector?: NameSelector;
}

/** The value of `type` that reads `nameSelector`. Source: fact sheet 1.7. */
export const NAME_SELECTOR = 'NameSelector';

/** The value of `type` that reads `labelSelector`, in export rules only. Source: fact sheet 1.7. */
export const LABEL_SELECTOR = 'LabelSelector';

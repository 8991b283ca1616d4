import type { KubernetesLabelSelector } from './label-selector';

/**
 * The new name of a service. A part that is missing, empty or `"*"` keeps that part of the name.
 * Source: maistra/api federation/v1 `ServiceName`.
 */
export interface Alias {
  /** Namespace part of the new name. Default: the namespace of the service. */
  readonly namespace?: string;
  /** Name part of the new name. Default: the name of the service. */
  readonly name?: string;
}

/**
 * Selects services by name and namespace. A part that is missing, empty or `"*"` matches every value; there are no
 * other wildcards. Source: maistra/api federation/v1 `ServiceNameMapping`.
 */
export interface NameSelector {
  /** Namespace to match. Default: every namespace. */
  readonly namespace?: string;
  /** Service name to match. Default: every name. */
  readonly name?: string;
  /** New name of the matched service. Default: unchanged. */
  readonly alias?: Alias;
}

/**
 * Selects services by the labels of their Service object; only in export rules.
 * Source: maistra/api federation/v1 `ServiceImportExportLabelSelector`.
 */
export interface LabelSelector {
  /** Namespace to match. Default: every namespace. */
  readonly namespace?: string;
  /** Labels to match. Default: an empty selector, which matches every service. */
  readonly selector?: KubernetesLabelSelector;
  /** New names by service; the first entry that matches is used. Default: unchanged. */
  readonly aliases?: readonly NameSelector[];
}

/**
 * One entry of `spec.exportRules` of an ExportedServiceSet, as written in the manifest.
 * Source: maistra/api federation/v1 `ExportedServiceRule`.
 */
export interface ExportRule {
  /** `NameSelector` or `LabelSelector`; istiod skips a rule with any other text. */
  readonly type?: string;
  /** Used if `type` is `NameSelector`. */
  readonly nameSelector?: NameSelector;
  /** Used if `type` is `LabelSelector`. */
  readonly labelSelector?: LabelSelector;
}

/**
 * One entry of `spec.importRules` of an ImportedServiceSet, as written in the manifest.
 * Source: maistra/api federation/v1 `ImportedServiceRule`.
 */
export interface ImportRule {
  /** `NameSelector`; istiod skips a rule with any other text. */
  readonly type?: string;
  /** Whether the service gets a host below the cluster domain. Default: false. */
  readonly importAsLocal?: boolean;
  /** Suffix of the host, used as written. Default: the suffix of the set. */
  readonly domainSuffix?: string;
  /** Selects services by the names under which the peer exports them. */
  readonly nameSelector?: NameSelector;
}

/** The value of `type` for rules with `nameSelector`. Source: maistra/api federation/v1. */
export const NAME_SELECTOR = 'NameSelector';

/** The value of `type` for rules with `labelSelector`, only in export rules. Source: maistra/api federation/v1. */
export const LABEL_SELECTOR = 'LabelSelector';

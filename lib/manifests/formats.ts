/** What documents are that are not Kubernetes objects to check, and how to get such objects from them. */

import type { Severity } from '../issues/problem';
import { type Fields, isFields } from '../values';

/** The format of a document that is not read as a Kubernetes object. */
export interface Format {
  /** What it is, with its article. */
  readonly name: string;
  /** How to lint what it stands for, in the imperative, without a period at the end. */
  readonly fix: string;
  /**
   * How severe it is beside other objects.
   *
   * @default it is only counted as skipped
   */
  readonly severity?: Severity;
}

/** How to write several objects in one file. */
export const JOIN_OBJECTS = 'write "kind: List" with these objects as "items", or separate them with "---"';

const EXCLUDE = 'remove it from the sources';

/** Kinds that stand for manifests elsewhere, by API group and kind. */
const REFERENCES: ReadonlyMap<string, Format> = new Map(
  [
    ['argoproj.io/Application', 'an Argo CD Application', 'lint the directory that it deploys'],
    ['argoproj.io/ApplicationSet', 'an Argo CD ApplicationSet', 'lint the directories that it deploys'],
    ['kustomize.toolkit.fluxcd.io/Kustomization', 'a Flux Kustomization', 'lint the output of "kubectl kustomize"'],
    ['helm.toolkit.fluxcd.io/HelmRelease', 'a Flux HelmRelease', 'lint the output of "helm template"'],
    [
      'policy.open-cluster-management.io/Policy',
      'a policy of Advanced Cluster Management',
      'lint the objects in it as files of their own',
    ],
    ['template.openshift.io/Template', 'an OpenShift template', 'lint the output of "oc process"'],
    ['/Template', 'an OpenShift template', 'lint the output of "oc process"'],
  ].map(([key = '', name = '', fix = '']) => [key, { name, fix, severity: 'info' } as const]),
);

/** The kinds of {@link REFERENCES}, which few objects have. */
const REFERENCE_KINDS = new Set([...REFERENCES.keys()].map((key) => key.slice(key.indexOf('/') + 1)));

/** The API group of kustomizations. */
const KUSTOMIZE = 'kustomize.config.k8s.io';

/** A Helm template, which must be rendered first. */
export const HELM_TEMPLATE: Format = {
  name: 'a Helm template',
  fix: 'render it first: helm template CHART | ossm-fed lint CLUSTER=-',
  severity: 'error',
};

/** A kustomization, whose directory is described as a whole. */
export const KUSTOMIZATION: Format = {
  name: 'a kustomization',
  fix: 'lint the output of "kubectl kustomize" for its directory',
};

/** A patch of Kustomize. */
const KUSTOMIZE_PATCH: Format = {
  name: 'a Kustomize patch',
  fix: 'lint the output of "kubectl kustomize" for the directory of its kustomization',
};

/** The start of the fields that only patches have, with instructions to those who apply them. */
const DIRECTIVE = /^\$(patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/** Whether a value has an instruction of a strategic merge patch, at any depth. */
function hasPatchDirective(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => DIRECTIVE.test(key) || hasPatchDirective(item));
}

/**
 * The format of a document that is not a Kubernetes object to check; undefined for one that is.
 *
 * @param file the path of its file
 * @param mayPatch whether the text of the file has a "$", as instructions of patches do
 */
export function formatOf(value: unknown, file: string, mayPatch: boolean): Format | undefined {
  if (mayPatch && hasPatchDirective(value)) return KUSTOMIZE_PATCH;
  if (Array.isArray(value)) return formatOfList(value);
  if (!isFields(value)) return { name: 'plain text', fix: EXCLUDE };
  if (typeof value.apiVersion === 'string' && typeof value.kind === 'string') return formatOfKind(value);
  return formatOfFile(value, file.split('/').at(-1) ?? '', file);
}

/** The format of a document that is a list. */
function formatOfList(items: readonly unknown[]): Format {
  const isPatch = (item: unknown) => isFields(item) && typeof item.op === 'string' && typeof item.path === 'string';
  if (items.length > 0 && items.every(isPatch)) return { ...KUSTOMIZE_PATCH, name: 'a JSON patch' };
  if (items.some(isManifest))
    return { name: 'a list of objects, which kubectl rejects,', fix: JOIN_OBJECTS, severity: 'error' };
  return { name: 'a list', fix: EXCLUDE };
}

function isManifest(value: unknown): boolean {
  return isFields(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}

/** The format of a map with `apiVersion` and `kind`; undefined for a Kubernetes object to check. */
function formatOfKind(value: Fields): Format | undefined {
  const { apiVersion, kind, items } = value as { apiVersion: string; kind: string; items?: unknown };
  if (kind === 'List' || (kind.endsWith('List') && Array.isArray(items)))
    return { name: 'an empty List', fix: EXCLUDE };
  if (!REFERENCE_KINDS.has(kind) && !apiVersion.startsWith(KUSTOMIZE)) return undefined;
  const [group = '', version] = apiVersion.split('/');
  if (group === KUSTOMIZE) return KUSTOMIZATION;
  return REFERENCES.get(`${version === undefined ? '' : group}/${kind}`);
}

/** The format of a map without `apiVersion` or without `kind`. */
function formatOfFile(value: Fields, basename: string, file: string): Format {
  if (isKustomization(basename)) return KUSTOMIZATION;
  if (isFields(value.clusters) && isFields(value.meshes)) {
    const path = file === '<stdin>' ? '-' : file;
    return { name: 'a topology of ossm-fed', fix: `run "ossm-fed synth -f ${path}", and lint its output directory` };
  }
  const missing = ['apiVersion', 'kind'].filter((key) => typeof value[key] !== 'string');
  if (isFields(value.metadata)) {
    return {
      name: `an object without ${missing.join(' and ')}`,
      fix: `add ${missing.join(' and ')}`,
      severity: 'error',
    };
  }
  if (isFields(value.spec))
    return { ...KUSTOMIZE_PATCH, name: `a patch, or an object without ${missing.join(' and ')}` };
  if (basename === 'Chart.yaml') return { name: 'a Helm chart', fix: HELM_TEMPLATE.fix };
  if (/^values\b.*\.ya?ml$/.test(basename)) return { name: 'a file of Helm values', fix: HELM_TEMPLATE.fix };
  return { name: `a map without ${missing.join(' and ')}`, fix: EXCLUDE };
}

/** Whether Kustomize reads a file of this name as a kustomization. */
function isKustomization(basename: string): boolean {
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(basename);
}

/** The offset of the first Helm expression in a text; undefined if the text is not a Helm template. */
export function helmExpression(text: string, values: readonly unknown[] | undefined): number | undefined {
  if (!text.includes('{{')) return undefined;
  // Expressions in texts, such as those of a ConfigMap with a Go template, are part of valid objects.
  const bare = /^[ \t]*(?:- +)*(?:[\w./-]+:[ \t]+)?\{\{/m.exec(text);
  if (values === undefined) return bare === null ? undefined : text.indexOf('{{', bare.index);
  return values.some(hasMapAsKey) || values.some(isNamedByExpression) ? text.indexOf('{{') : undefined;
}

/** YAML reads `{{ name }}` as a map whose key is a map. */
function hasMapAsKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => key === '[object Object]' || hasMapAsKey(item));
}

function isNamedByExpression(value: unknown): boolean {
  if (!isFields(value) || !isFields(value.metadata)) return false;
  const { name, namespace } = value.metadata;
  return [name, namespace].some((text) => typeof text === 'string' && text.includes('{{'));
}

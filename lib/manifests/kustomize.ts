import { isFields, isText } from '../values';
import type { InputProblem } from './input';
import type { OtherDocument } from './read';

/** The keys of a kustomization that do not change its resources. */
const UNCHANGING = new Set(['apiVersion', 'kind', 'metadata', 'resources']);

/** The directory of a file; empty for the current one. */
function directoryOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

/** The paths of the files that a kustomization names as patches. */
export function patchFilesOf({ file, value }: OtherDocument): ReadonlySet<string> {
  const lists = ['patches', 'patchesStrategicMerge', 'patchesJson6902'].map((key) => isFields(value) && value[key]);
  const paths = lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((patch) => (isFields(patch) ? patch.path : patch))
    .filter(isText);
  return new Set(paths.map((path) => resolved(directoryOf(file.path), path)));
}

/** A path relative to a directory, without `.` and `..` where the directory allows it. */
function resolved(directory: string, path: string): string {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** What is not checked in the directory of a kustomization. */
export function kustomizationProblem(cluster: string, { file, document, value }: OtherDocument): InputProblem {
  const directory = directoryOf(file.path) || '.';
  const fields = isFields(value) ? value : {};
  const changes = Object.keys(fields).filter((key) => !UNCHANGING.has(key));
  const outside = Array.isArray(fields.resources) && fields.resources.some(isOutside);
  const place = { cluster, file: file.path, ...file.locate(document, [], false) };
  const fix = `lint what it builds: kubectl kustomize ${directory} | ossm-fed lint ${cluster}=-`;
  if (changes.length === 0 && !outside) {
    const message = 'the manifests of the directory are read without its kustomization';
    return { ...place, severity: 'info', message, effect: 'files that it does not list are checked too', fix };
  }
  const unread = [...changes, ...(outside ? ['resources outside of the directory'] : [])].join(', ');
  const message = `the manifests of the directory are read without its kustomization, which has ${unread}`;
  return { ...place, severity: 'warning', message, effect: 'what is checked is not what is applied', fix };
}

/** Whether a resource is in another directory or repository. */
function isOutside(resource: unknown): boolean {
  return typeof resource === 'string' && (resource.startsWith('..') || /:\/\/|^[\w.-]+\.\w+\/|^git@/.test(resource));
}

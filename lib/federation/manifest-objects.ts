import type { FilePlace, IssueList, Path } from '../issues/issue';
import { valueAt } from '../values';
import type { PlacedManifest } from './files';
import type { Cluster, Manifest } from './model';

/** The objects that the manifests of workloads write to clusters; reports those that one cluster gets twice. */
export class ManifestObjects {
  private readonly first = new Map<string, FilePlace>();

  constructor(private readonly issues: IssueList) {}

  /**
   * Adds an object of a cluster.
   *
   * @param path the entry of the topology that names the manifest; it is what repeats objects if it names a file again
   */
  add({ object, place }: PlacedManifest, cluster: Cluster, path: Path): void {
    // The API server gives each object without a name one of its own.
    if (valueAt(object.metadata, ['name']) === undefined) return;
    const identity = identityOf(object);
    const key = `${cluster.name}/${identity}`;
    const first = this.first.get(key);
    if (first === undefined) {
      this.first.set(key, place);
      return;
    }
    const at = placeText(first);
    const message = `duplicate object ${identity}, already at ${at}`;
    this.issues.add('TOP161', path, message, 'remove one of the two', at === placeText(place) ? undefined : place);
  }
}

function placeText({ file, line, column }: FilePlace): string {
  return `${file}:${line}:${column}`;
}

function identityOf({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : undefined;
  const names = [valueAt(metadata, ['namespace']), valueAt(metadata, ['name'])];
  return [group, kind, ...names].filter(Boolean).join('/');
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { OWNER_FILE } from '../../lib/io/output-owner';
import { renderApp } from '../../lib/output/render';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { problemsText } from '../../lib/workflows/reports/problems';
import { type SynthOptions, synth } from '../../lib/workflows/synth';
import { inDirectory } from './temporary';

/** The text of files by their paths below a directory, with `/` between the parts. */
export type Files = ReadonlyMap<string, string>;

/** A Kubernetes object as a cluster gets it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** What a synth writes; throws where it finds a problem. */
export function synthesize(loaded: Loaded, charts?: SynthOptions['charts']): Files {
  return inDirectory({}, (outdir) => {
    const { issues } = synth(loaded, { outdir, ...(charts && { charts }) });
    if (issues.length > 0) throw new Error(problemsText(issues));
    return readFiles(outdir);
  });
}

/** What the charts of a topology give, before the linter has its say; throws where a problem is found. */
export function render({ clusters = [], generations, issues }: Loaded): Files {
  const renderings = clusters.map((one) => renderApp(new ClusterApp(one, generations), one.cluster.name));
  const found = renderings.flatMap((rendering) => rendering.issues).map(({ message }) => message);
  if (issues.length > 0 || found.length > 0) throw new Error(problemsText(issues) + found.join('\n'));
  return new Map(renderings.flatMap(({ files }) => files).map(({ path, text }) => [path, text]));
}

/** All files below a directory, sorted by path, without the one that states the owner of an output directory. */
export function readFiles(directory: string): Files {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== OWNER_FILE)
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(directory, path), 'utf8')]));
}

/** The objects of YAML text, read as Kubernetes reads it; empty documents are left out. */
export function parseObjects(text: string): readonly KubeObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const [error] = 'errors' in document ? document.errors : [];
    if (error !== undefined) throw error;
    const value: unknown = 'toJS' in document ? document.toJS() : null;
    return value === null ? [] : [value as KubeObject];
  });
}

/** The objects of a topology by cluster and identity, such as `rosa: Service/shop/details`. */
export function objectsOf(topology: Topology, directory?: string): ReadonlyMap<string, KubeObject> {
  return objectsIn(render(loadTopology(topology, directory)));
}

/** The objects of the output by cluster and identity, such as `rosa: Service/shop/details`. */
export function objectsIn(files: Files): ReadonlyMap<string, KubeObject> {
  const found = [...files].flatMap(([path, text]) =>
    parseObjects(text).map((object) => [`${path.split('/')[0]}: ${identityOf(object)}`, object] as const),
  );
  return new Map(found);
}

/** The kind, namespace and name of an object with `/` between them. */
export function identityOf({ kind, metadata }: KubeObject): string {
  return [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name].join('/');
}

import { ApiObject, type App, Chart } from 'cdk8s';
import { isGenerated, plainManifest } from '../charts/plain-manifest';
import { type Issue, IssueList } from '../issues/issue';
import { groupBy, isDeviceName } from '../values';
import { malformedPath, toYaml } from './yaml-text';

/** A file to write. */
export interface OutputFile {
  /** The cluster that the file belongs to. */
  readonly cluster: string;
  /** The path below the output directory, with `/` between its parts: `<cluster>/<chart>/<file>.yaml`. */
  readonly path: string;
  /** The content: the marker line, then the objects as YAML documents. */
  readonly text: string;
  /** The objects in the text, in the same order. */
  readonly objects: readonly unknown[];
}

/** The files of a cluster, or the issues that prevent writing them. */
export interface Rendering {
  /** The files in the order of their charts. */
  readonly files: readonly OutputFile[];
  /** Invalid constructs and duplicate objects; nothing must be written if there are any. */
  readonly issues: readonly Issue[];
}

/** The first line of every written file. It contains the path, so a copy at another path does not count as written. */
export function markerOf(path: string): string {
  return `# Written by ossm-fed as ${path}; the next synth overwrites it.`;
}

/** The text of a file: the marker line, then the objects as YAML documents. */
export function fileText(path: string, objects: readonly unknown[]): string {
  return `${markerOf(path)}\n${objects.map(toYaml).join('---\n')}`;
}

/** The same file for another cluster. */
export function relocate({ cluster: from, path, text, objects }: OutputFile, cluster: string): OutputFile {
  const moved = `${cluster}${path.slice(from.length)}`;
  return { cluster, path: moved, text: `${markerOf(moved)}${text.slice(text.indexOf('\n'))}`, objects };
}

/** Names of charts and files that cannot lead out of the output directory. */
const SAFE_NAME = /^[A-Za-z0-9][-\w.]*$/;

/** Whether every file system can have a file or directory of a name. */
function isFileName(name: string): boolean {
  return SAFE_NAME.test(name) && !isDeviceName(name) && !name.endsWith('.');
}

/**
 * Renders the App of a cluster. Each chart becomes a directory, and each construct directly below it a file. Objects
 * that are direct children of the chart go to a file with the name of the chart.
 */
export function renderApp(app: App, cluster: string): Rendering {
  const files: OutputFile[] = [];
  const issues = renderFiles(app, cluster, (file) => files.push(file));
  return { files, issues };
}

/**
 * Like {@link renderApp}, but passes on each file before the next one is made, so that a large cluster need not be in memory
 * as a whole.
 *
 * @returns the issues, after which none of the files must be used
 */
export function renderFiles(app: App, cluster: string, onFile: (file: OutputFile) => void): readonly Issue[] {
  const issues = new IssueList();
  let hasDependencies = false;
  for (const { node } of app.node.findAll()) {
    for (const problem of node.validate()) noteInvalid(node.path, problem, issues);
    hasDependencies ||= node.dependencies.length > 0;
  }
  const strays = app.node.children.filter((child) => !Chart.isChart(child)).flatMap(({ node }) => node.findAll());
  for (const { node } of strays.filter(ApiObject.isApiObject)) {
    noteInvalid(node.path, 'its chart is not a direct child of the App', issues);
  }
  const charts = app.node.children.filter(Chart.isChart);
  const context = { cluster, identities: new Set<string>(), hasDependencies, issues };
  for (const chart of charts) renderChart(chart, context, onFile);
  return issues.all();
}

/** The App that a chart is part of. */
interface AppContext {
  readonly cluster: string;
  /** The objects so far. */
  readonly identities: Set<string>;
  /** Whether any construct depends on another one. */
  readonly hasDependencies: boolean;
  readonly issues: IssueList;
}

function renderChart(chart: Chart, context: AppContext, onFile: (file: OutputFile) => void): void {
  const { cluster, issues } = context;
  for (const [group, members] of groupsOf(chart, context)) {
    const path = `${cluster}/${chart.node.id}/${group}.yaml`;
    if (![chart.node.id, group].every(isFileName)) noteInvalid(path, 'not a valid file name', issues);
    const objects = members.map(manifestOf);
    const text = fileText(path, objects);
    for (const malformed of malformedPath(objects, text)) {
      noteInvalid(path, `a text with half of a surrogate pair, which is not valid Unicode, at ${malformed}`, issues);
    }
    onFile({ cluster, path, text, objects });
  }
}

/** The objects of each file of a chart, dependencies first; notes those that the App has twice. */
function groupsOf(
  chart: Chart,
  { cluster, identities, hasDependencies, issues }: AppContext,
): ReadonlyMap<string, readonly ApiObject[]> {
  const belongs = namesOf(chart);
  const objects = [...belongs.keys()];
  const ordered = hasDependencies ? inOrder(objects, issues) : objects;
  for (const object of ordered) {
    const identity = identityOf(object);
    if (identities.has(identity)) noteDuplicate(identity, cluster, issues);
    identities.add(identity);
  }
  return groupBy(ordered, (object) => belongs.get(object) ?? chart.node.id);
}

function manifestOf(object: ApiObject): unknown {
  const { constructor: type } = object;
  return (isGenerated(type) ? plainManifest(object, type) : undefined) ?? (object.toJson() as unknown);
}

/**
 * Objects of a chart, dependencies first. A dependency of a construct, or on one, applies to all objects below it.
 * The dependency graph of cdk8s needs exponential time for chains and throws on cycles.
 */
function inOrder(objects: readonly ApiObject[], issues: IssueList): readonly ApiObject[] {
  const own = new Set(objects);
  const begun = new Set<ApiObject>();
  const ordered = new Set<ApiObject>();
  const visit = (object: ApiObject): void => {
    begun.add(object);
    for (const dependency of dependenciesOf(object)) {
      if (!own.has(dependency)) continue;
      if (!begun.has(dependency)) visit(dependency);
      else if (!ordered.has(dependency)) noteInvalid(object.node.path, 'circular dependency', issues);
    }
    ordered.add(object);
  };
  for (const object of objects) if (!begun.has(object)) visit(object);
  return [...ordered];
}

/** The objects that an object, or a construct that contains it, depends on. */
function dependenciesOf(object: ApiObject): readonly ApiObject[] {
  const dependencies = object.node.scopes.flatMap(({ node }) => node.dependencies);
  return dependencies.flatMap(({ node }) => node.findAll()).filter(ApiObject.isApiObject);
}

/** For each object the id of its construct directly below the chart, or the chart's id for direct children. */
function namesOf({ node }: Chart): ReadonlyMap<ApiObject, string> {
  return new Map(
    node.children.flatMap((child) =>
      child.node
        .findAll()
        .filter(ApiObject.isApiObject)
        .map((object) => [object, object === child ? node.id : child.node.id] as const),
    ),
  );
}

function identityOf({ apiGroup, kind, metadata, name }: ApiObject): string {
  return [apiGroup, kind, metadata.namespace, name].filter(Boolean).join('/');
}

function noteDuplicate(identity: string, cluster: string, issues: IssueList): void {
  const message = `duplicate object ${identity} in the cluster "${cluster}"`;
  issues.add(
    'TOP161',
    [],
    message,
    'remove one of the two; "createNamespaces" of a mesh decides which Namespaces are written for it',
  );
}

function noteInvalid(path: string, problem: string, issues: IssueList): void {
  issues.add('TOP160', [], `invalid construct ${path}: ${problem}`, 'fix the chart that creates it');
}

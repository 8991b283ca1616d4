import { ApiObject, type App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Issue, IssueList } from '../issues/issue';
import { toYaml } from './yaml-text';

/** One file to write. */
export interface OutputFile {
  readonly cluster: string;
  /** The path below the output directory, with `/` between its parts: `<cluster>/<chart>/<file>.yaml`. */
  readonly path: string;
  readonly text: string;
  /** The objects that the text holds, in its order. */
  readonly objects: readonly unknown[];
}

/** The files of one cluster, or what keeps them from being written. */
export interface Rendering {
  readonly files: readonly OutputFile[];
  readonly issues: readonly Issue[];
}

/** The first line of a file that this project writes; it names the file's place, so a copy elsewhere is nobody's. */
export function markerOf(path: string): string {
  return `# Written by ossm-fed as ${path}; the next synth overwrites it.`;
}

/** A file as it is written to another cluster. */
export function relocate({ cluster: from, path, text, objects }: OutputFile, cluster: string): OutputFile {
  const moved = `${cluster}${path.slice(from.length)}`;
  return { cluster, path: moved, text: `${markerOf(moved)}${text.slice(text.indexOf('\n'))}`, objects };
}

/** What a chart and a file can be called without leaving the output directory. */
const SAFE_NAME = /^[A-Za-z0-9][-\w.]*$/;

/**
 * Renders the App of a cluster. Each chart becomes a directory, and what is grouped under one construct of the chart
 * becomes one file; objects that stand in the chart itself go into a file of the chart's name.
 */
export function renderApp(app: App, cluster: string): Rendering {
  const issues = new IssueList();
  for (const construct of app.node.findAll()) {
    for (const problem of construct.node.validate()) noteInvalid(construct.node.path, problem, issues);
  }
  const strays = app.node.children.filter((child) => !Chart.isChart(child)).flatMap(({ node }) => node.findAll());
  for (const { node } of strays.filter(ApiObject.isApiObject)) {
    noteInvalid(node.path, 'its chart does not stand right in the App', issues);
  }
  const charts = app.node.children.filter(Chart.isChart);
  const identities = new Set<string>();
  const files = charts.flatMap((chart) => renderChart(chart, cluster, identities, issues));
  return { files, issues: issues.all() };
}

/** The files of a chart; `identities` are the objects of the cluster so far. */
function renderChart(chart: Chart, cluster: string, identities: Set<string>, issues: IssueList): readonly OutputFile[] {
  const groups = new Map<string, unknown[]>();
  const belongs = groupsOf(chart);
  for (const object of objectsOf(chart, issues)) {
    const manifest: unknown = object.toJson();
    const identity = identityOf(object);
    if (identities.has(identity)) noteTwice(identity, cluster, issues);
    identities.add(identity);
    const group = belongs.get(object) ?? chart.node.id;
    const objects = groups.get(group) ?? [];
    objects.push(manifest);
    groups.set(group, objects);
  }
  return [...groups].map(([group, objects]) => {
    const path = `${cluster}/${chart.node.id}/${group}.yaml`;
    if (!SAFE_NAME.test(chart.node.id) || !SAFE_NAME.test(group)) noteInvalid(path, 'it cannot name a file', issues);
    return { cluster, path, text: `${markerOf(path)}\n${objects.map(toYaml).join('---\n')}`, objects };
  });
}

/**
 * The objects of a chart, those that others depend on first; a dependency of or on a construct is one of or on all
 * objects below it. The graph of cdk8s takes a time that doubles with each step of a chain, and throws at a ring.
 */
function objectsOf(chart: Chart, issues: IssueList): readonly ApiObject[] {
  const constructs: readonly IConstruct[] = chart.node.findAll();
  const objects = constructs.filter(ApiObject.isApiObject);
  if (constructs.every(({ node }) => node.dependencies.length === 0)) return objects;
  const own = new Set(objects);
  const begun = new Set<ApiObject>();
  const ordered = new Set<ApiObject>();
  const visit = (object: ApiObject): void => {
    begun.add(object);
    for (const dependency of dependenciesOf(object)) {
      if (!own.has(dependency)) continue;
      if (!begun.has(dependency)) visit(dependency);
      else if (!ordered.has(dependency)) noteInvalid(object.node.path, 'it depends on itself by way of others', issues);
    }
    ordered.add(object);
  };
  for (const object of objects) if (!begun.has(object)) visit(object);
  return [...ordered];
}

/** The objects on which an object, or a construct around it, depends. */
function dependenciesOf(object: ApiObject): readonly ApiObject[] {
  const dependencies = object.node.scopes.flatMap(({ node }) => node.dependencies);
  return dependencies.flatMap(({ node }) => node.findAll()).filter(ApiObject.isApiObject);
}

/** The id of the construct right below the chart that each object belongs to; the chart's where that is the object. */
function groupsOf({ node }: Chart): ReadonlyMap<ApiObject, string> {
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

function noteTwice(identity: string, cluster: string, issues: IssueList): void {
  const message = `the object ${identity} is written twice to the cluster "${cluster}"`;
  issues.add(
    'TOP161',
    [],
    message,
    'remove one of the two; of a Namespace, "createNamespaces: false" removes the mesh\'s',
  );
}

function noteInvalid(path: string, problem: string, issues: IssueList): void {
  issues.add('TOP160', [], `the construct ${path} is not valid: ${problem}`, 'mend the chart that makes it');
}

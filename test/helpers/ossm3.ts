import type { Ossm3Mesh, Ossm3Plan } from '../../lib/ossm3/model';
import { problemsText } from '../../lib/workflows/reports/problems';
import { loadText } from './topology-text';

/** The plans of OpenShift Service Mesh 3 of a topology that must have no error; meshes are of v3.4 unless they state another version. */
export function ossm3PlansOf(text: string): readonly Ossm3Plan[] {
  const { clusters, issues } = loadText(withVersion(text));
  if (clusters === undefined) throw new Error(problemsText(issues));
  return clusters.flatMap(({ parts }) =>
    parts.flatMap(({ generation, plan }) => (generation === 'ossm3' ? [plan as Ossm3Plan] : [])),
  );
}

/** The plan of one mesh. */
export function ossm3MeshOf(text: string, name: string): Ossm3Mesh {
  const mesh = ossm3PlansOf(text)
    .flatMap(({ meshes }) => meshes)
    .find((one) => one.name === name);
  if (mesh === undefined) throw new Error(`the topology has no mesh ${name}`);
  return mesh;
}

/** The errors and warnings of a topology, each as its code, its place and its message. */
export function ossm3Problems(text: string): readonly string[] {
  const { issues, warnings } = loadText(withVersion(text));
  return [...issues, ...warnings].map(({ code, path, message }) => `${code} ${path}: ${message}`);
}

function withVersion(text: string): string {
  return `defaults: { meshes: { version: v3.4 } }\n${text}`;
}

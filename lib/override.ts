/** Checks fields of a topology that are those of a manifest, and merged into it. */

import istioSchema from '../imports/schemas/Istio.json';
import controlPlaneSchema from '../imports/schemas/ServiceMeshControlPlane.json';
import virtualServiceSchema from '../imports/schemas/VirtualService.json';
import type { Mesh } from './federation/model';
import type { IssueList, Path } from './issues/issue';
import { listNames } from './issues/suggest';
import { checkStructure } from './structural/check-structure';
import type { StructuralProblem } from './structural/problem';
import type { SchemaFile } from './structural/schema';

/** The schemas of the `spec` of what can be overridden. */
const SPECS = {
  Istio: specOf(istioSchema as SchemaFile),
  ServiceMeshControlPlane: specOf(controlPlaneSchema as SchemaFile),
  VirtualService: specOf(virtualServiceSchema as SchemaFile),
};

/** The schema of a `spec`, of which an override has any part. */
function specOf(file: SchemaFile): SchemaFile {
  const { required: _, ...schema } = file.schema.properties?.spec ?? {};
  return { ...file, schema };
}

/** The kinds of which a topology has fields. */
export type OverriddenKind = keyof typeof SPECS;

/** Validates the override of a mesh against the schema of the `spec` of its control plane. */
export function checkOverride({ path, props }: Mesh, kind: OverriddenKind, issues: IssueList): void {
  if (props.override !== undefined) checkFields(props.override, kind, [...path, 'override'], issues);
}

/** Validates fields of the `spec` of a kind; unknown fields are rejected. */
export function checkFields(fields: unknown, kind: OverriddenKind, path: Path, issues: IssueList): void {
  for (const problem of checkStructure(fields, SPECS[kind])) {
    const [message, fix] = describe(problem, kind === 'ServiceMeshControlPlane' ? 'control plane' : kind);
    issues.add('TOP116', [...path, ...problem.path], message, fix);
  }
}

/** Message and fix of a structural problem. */
function describe(problem: StructuralProblem, object: string): readonly [string, string] {
  const { kind, path, found, expected, suggestion } = problem;
  const field = path.join('.');
  switch (kind) {
    case 'unknown-field':
      return [`unknown field "${field}" of the ${object}`, `write ${suggestion ?? `one of ${listNames(expected)}`}`];
    case 'missing-field':
      return [`missing field "${field}"`, `add it, of type ${expected.join(' or ')}`];
    case 'wrong-type':
      return [
        `invalid type of "${field}": expected ${expected.join(' or ')}, found ${found}`,
        `write ${expected.join(' or ')}`,
      ];
    case 'not-in-enum':
      return [`unsupported value ${found} of "${field}"`, `write one of ${listNames(expected)}`];
    case 'too-deep':
      return [`"${field}" is nested too deeply`, 'reduce the nesting'];
    default:
      return [`invalid value ${found} of "${field}"`, `write a value that is ${expected.join(' ')}`];
  }
}

import controlPlaneSchema from '../../imports/schemas/ServiceMeshControlPlane.json';
import type { Mesh } from '../federation/model';
import type { IssueList } from '../issues/issue';
import { listNames } from '../issues/suggest';
import { checkStructure } from '../structural/check-structure';
import type { StructuralProblem } from '../structural/problem';
import type { SchemaFile } from '../structural/schema';

/** The schema of the control plane's `spec`. */
const SPEC: SchemaFile = {
  ...(controlPlaneSchema as SchemaFile),
  schema: (controlPlaneSchema as SchemaFile).schema.properties?.spec ?? {},
};

/**
 * Validates the override of a mesh against the schema of the ServiceMeshControlPlane's `spec`; unknown fields are
 * rejected.
 */
export function checkOverride({ path, props }: Mesh, issues: IssueList): void {
  if (props.override === undefined) return;
  for (const problem of checkStructure(props.override, SPEC)) {
    const [message, fix] = describe(problem);
    issues.add('TOP116', [...path, 'override', ...problem.path], message, fix);
  }
}

/** Message and fix of a structural problem. */
function describe({ kind, path, found, expected, suggestion }: StructuralProblem): readonly [string, string] {
  const field = path.join('.');
  switch (kind) {
    case 'unknown-field':
      return [
        `unknown field "${field}" of the control plane`,
        `write ${suggestion ?? `one of ${listNames(expected)}`}`,
      ];
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

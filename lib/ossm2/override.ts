import controlPlaneSchema from '../../imports/schemas/ServiceMeshControlPlane.json';
import type { Mesh } from '../federation/model';
import type { IssueList } from '../issues/issue';
import { listNames } from '../issues/suggest';
import { checkStructure } from '../structural/check-structure';
import type { StructuralProblem } from '../structural/problem';
import type { SchemaFile } from '../structural/schema';

/** The schema of the control plane's spec, as a schema of its own. */
const SPEC: SchemaFile = {
  ...(controlPlaneSchema as SchemaFile),
  schema: (controlPlaneSchema as SchemaFile).schema.properties?.spec ?? {},
};

/** Checks a mesh's override against the schema of the ServiceMeshControlPlane's spec, unknown fields refused. */
export function checkOverride({ path, props }: Mesh, issues: IssueList): void {
  if (props.override === undefined) return;
  for (const problem of checkStructure(props.override, SPEC)) {
    const [message, fix] = describe(problem);
    issues.add('TOP116', [...path, 'override', ...problem.path], message, fix);
  }
}

/** A structural problem in words: what is wrong, and what to write. */
function describe({ kind, path, found, expected, suggestion }: StructuralProblem): readonly [string, string] {
  const field = path.join('.');
  switch (kind) {
    case 'unknown-field':
      return [`the control plane has no field "${field}"`, `write ${suggestion ?? `one of ${listNames(expected)}`}`];
    case 'missing-field':
      return [`the field "${field}" is missing`, `add it, ${expected.join(' or ')}`];
    case 'wrong-type':
      return [`"${field}" is of type ${found}, not ${expected.join(' or ')}`, `write ${expected.join(' or ')}`];
    case 'not-in-enum':
      return [`${found} is not a value of "${field}"`, `write one of ${listNames(expected)}`];
    case 'too-deep':
      return [`"${field}" is nested too deeply`, 'nest less'];
    default:
      return [`${found} does not fit "${field}"`, `write a value that is ${expected.join(' ')}`];
  }
}

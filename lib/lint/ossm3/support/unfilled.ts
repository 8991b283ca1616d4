import type { Path } from '../../../issues/issue';
import { type ManifestObject, positionOf } from '../../../manifests/object';

const TOKEN = /#.*(<ossm-fed:(?:address|root):[^<>]+>)/;

/** The token in the comment on the line of a value, by which `inject` finds what to fill in; undefined without one. */
export function tokenBeside(object: ManifestObject, path: Path): string | undefined {
  const { line } = positionOf(object, path);
  return TOKEN.exec(object.file.line(line))?.[1];
}

import { CHANGES, lastChangeOf, partsOfObject } from '../../../lib/status/observation';
import type { Fields } from '../../../lib/values';
import { ago, observed, statusWithoutShares } from './healthy';
import { codesOf, edgeOf } from './west-east';

const wrote = (seconds: number, fields: Fields, rest: Fields = {}) => ({
  manager: 'kubectl',
  operation: 'Apply',
  time: ago(seconds),
  fieldsV1: fields,
  ...rest,
});

/** The direction from west to east after some entries of managedFields were added to objects of west. */
function westEdge(kind: string, ...entries: readonly Fields[]) {
  const status = statusWithoutShares(
    observed((object, cluster) =>
      cluster === 'west' && object.kind === kind
        ? { ...object, metadata: { ...(object.metadata as object), managedFields: entries } }
        : object,
    ),
  );
  const { health, findings } = edgeOf(status, 'west-mesh');
  return { health, codes: codesOf({ findings }), cause: findings[0]?.cause };
}

test.each([
  ['ServiceMeshPeer', { 'f:spec': {} }, 'ServiceMeshPeer "east-mesh" of "west-mesh"'],
  ['ConfigMap', { 'f:data': {} }, 'ConfigMap "east-mesh-ca-root-cert" of "west-mesh"'],
])('an edit of a %s is not called healthy before 60 s have passed', (kind, fields, what) => {
  expect(westEdge(kind, wrote(59, fields), wrote(500, fields))).toEqual({
    health: 'progressing',
    codes: ['STA028'],
    cause: `${what} changed 59 s before it was read`,
  });
  expect(westEdge(kind, wrote(60, fields)).health).toBe('healthy');
});

test('a status that was written, or a label, is no change', () => {
  const status = wrote(5, { 'f:status': {} }, { subresource: 'status' });
  expect(westEdge('ServiceMeshPeer', status, wrote(5, { 'f:metadata': {} })).health).toBe('healthy');
});

test('a control plane that became ready just now is no reason to call its edges healthy', () => {
  const status = statusWithoutShares(
    observed((object) =>
      object.kind === 'ServiceMeshControlPlane'
        ? {
            ...object,
            status: {
              observedGeneration: 2,
              conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(7) }],
            },
          }
        : object,
    ),
  );
  expect(edgeOf(status, 'west-mesh').findings[0]?.cause).toMatch(/^the control plane of ".*" changed 7 s before/);
});

test('of managedFields a dump has only the times of changes, which give the same answer', () => {
  const object = {
    kind: 'ConfigMap',
    metadata: {
      name: 'root',
      creationTimestamp: ago(900),
      managedFields: [wrote(20, { 'f:data': { 'f:root-cert.pem': {} } }), wrote(1, { 'f:metadata': {} })],
    },
  };
  const list = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps' };
  const kept = partsOfObject(object, {
    ...list,
    parts: [['metadata', 'creationTimestamp'], CHANGES],
  });
  expect(lastChangeOf(object)).toBe(Date.parse(ago(20)));
  expect(lastChangeOf(kept)).toBe(lastChangeOf(object));
});

import type { MeshEntry } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { exportEntries } from '../support/exported';
import { ENTRIES, GUIDE } from '../support/sources';

const FINDINGS = {
  externalExport: {
    severity: 'error',
    message: 'the location of the exported host "{host}" is {location}',
    effect: 'the gateway leaves hosts outside of the mesh out, and calls from other meshes get 503',
    fix: 'write location: MESH_INTERNAL',
  },
  externalImport: {
    severity: 'error',
    message: 'the location of the imported host "{host}" is {location}',
    effect: 'sidecars send plain text to the gateway of the other mesh, which refuses it',
    fix: 'write location: MESH_INTERNAL',
  },
  noResolution: {
    severity: 'error',
    message: 'the resolution of "{host}" is {resolution}',
    effect: 'the endpoints are not used: the host has no other address than that of the caller',
    fix: 'write resolution: STATIC',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED134: shared hosts are within the mesh. */
export const location: Rule = {
  id: 'FED134',
  generations: ['ossm3'],
  title: 'ServiceEntries of shared hosts have the location MESH_INTERNAL and a resolution',
  cause:
    'Without location a ServiceEntry is MESH_EXTERNAL, and without resolution it is NONE, as for websites outside of the mesh.',
  fix: 'Write location: MESH_INTERNAL and resolution: STATIC in the ServiceEntries of both sides.',
  sources: [ENTRIES, GUIDE],
  findings: FINDINGS,
  example: ossm3Example([remove('north', 'ServiceEntry archive-export', 'spec.location')]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      const imported = new Set(mesh.imports.flatMap(({ entry }) => entry ?? []));
      for (const entry of imported) for (const found of checkEntry(entry, 'externalImport')) report(found);
      for (const entry of exportEntries(mesh)) for (const found of checkEntry(entry, 'externalExport')) report(found);
    }
  },
};

function checkEntry(
  { object, hosts, location: where, resolution }: MeshEntry,
  name: 'externalImport' | 'externalExport',
): readonly Finding[] {
  const host = hosts[0] ?? '';
  return [
    ...(where === 'MESH_INTERNAL'
      ? []
      : [
          finding(
            name,
            { object, path: ['spec', 'location'] },
            { host, location: where ?? 'MESH_EXTERNAL by default' },
          ),
        ]),
    ...(resolution === undefined || resolution === 'NONE'
      ? [
          finding(
            'noResolution',
            { object, path: ['spec', 'resolution'] },
            { host, resolution: resolution ?? 'NONE by default' },
          ),
        ]
      : []),
  ];
}

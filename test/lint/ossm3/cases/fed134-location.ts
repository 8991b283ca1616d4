import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const exported = (field: string, value: unknown) => set('north', 'ServiceEntry archive-export', `spec.${field}`, value);
const imported = (field: string, value: unknown) =>
  set('west', 'ServiceEntry archive-attic-north-mesh', `spec.${field}`, value);

/** FED134: location and resolution of shared hosts. */
export const cases: RuleCases = {
  rule: 'FED134',
  findings: {
    externalExport: [{ what: 'outside of the mesh', edits: [exported('location', 'MESH_EXTERNAL')] }],
    externalImport: [
      { what: 'left out', edits: [imported('location', undefined)] },
      { what: 'outside of the mesh', edits: [imported('location', 'MESH_EXTERNAL')] },
    ],
    noResolution: [
      { what: 'left out', edits: [imported('resolution', undefined)] },
      { what: 'NONE', edits: [exported('resolution', 'NONE')] },
    ],
  },
  nearMisses: [
    { what: 'DNS', edits: [imported('resolution', 'DNS')] },
    {
      what: 'a website',
      edits: [
        add(
          'west',
          '{ apiVersion: networking.istio.io/v1beta1, kind: ServiceEntry, metadata: { name: web, namespace: shop }, spec: { hosts: [www.example.org], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 443, name: https, protocol: HTTPS }] } }',
        ),
      ],
    },
    {
      what: 'a host that is not exposed',
      edits: [
        remove('north', 'Gateway expose-services'),
        remove('west', 'ServiceEntry archive-attic-north-mesh'),
        exported('location', undefined),
      ],
    },
  ],
};

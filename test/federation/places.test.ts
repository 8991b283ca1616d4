import { loadText, problemsOf } from '../helpers/topology-text';

describe('several problems in one file', () => {
  const text = `clusters:
  west: { platform: amazon }
  east: {}
meshes:
  west: { members: [Shop] }
  east:
    version: v2.3
    trustDomain: cluster.local
peerings:
  - between: [west, east, west]
traffic:
  - mesh: west
    service: { namespace: shop, name: stock }
  - mesh: east
    service: { namespace: nowhere, name: stock }
    split: [{ weight: 70 }, { weight: 20 }]
`;

  test('are all reported in one run, in the order of their places', () => {
    expect(problemsOf(text)).toEqual([
      '2:21 TOP006 clusters.west.platform',
      '5:21 TOP007 meshes.west.members[0]',
      '8:18 TOP112 meshes.east.trustDomain',
      '10:14 TOP121 peerings[0].between',
      '12:5 TOP147 traffic[0]',
      '16:12 TOP142 traffic[1].split',
    ]);
  });

  test('come with those about references once the faults in what is referred to are mended', () => {
    const mended = text.replace('amazon', 'aws').replace('Shop', 'shop');
    expect(problemsOf(mended)).toEqual([
      '7:14 TOP113 meshes.east.version',
      '8:18 TOP112 meshes.east.trustDomain',
      '10:14 TOP121 peerings[0].between',
      '12:5 TOP147 traffic[0]',
      '15:27 TOP132 traffic[1].service.namespace',
      '16:12 TOP142 traffic[1].split',
    ]);
  });

  test('name the places of the statements as they stand, not as they would without the faulty ones', () => {
    const lists = `clusters: { a: {} }
meshes: { a: { members: [x] } }
peerings:
  - 5
  - {}
traffic:
  - { mesh: a }
  - { mesh: a, service: { namespace: x, name: s }, split: [{ weight: 100 }] }
  - { mesh: a, service: { namespace: x, name: s }, split: [{ weight: 100 }] }
`;
    const { issues } = loadText(lists);
    expect(issues.map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`)).toEqual([
      '4:5 TOP004 peerings[0]',
      '5:5 TOP121 peerings[1]',
      '7:5 TOP005 traffic[0]',
      '9:5 TOP144 traffic[2]',
    ]);
    expect(issues[3]?.message).toBe('duplicate traffic entry for s.x.svc.cluster.local, traffic[1] is active too');
  });
});

describe('one mistake', () => {
  test('on the cluster of a mesh is not reported again for all that refers to the mesh', () => {
    const text = `clusters: { west: {}, east: {} }
meshes: { west: { members: [x] }, mesh-2: { cluster: est, members: [y] } }
peerings: [{ between: [west, mesh-2] }]
shares: [{ from: mesh-2, to: west, service: { namespace: y, name: s } }]
traffic: [{ mesh: west, service: { namespace: x, name: s }, split: [{ share: s, weight: 100 }] }]
`;
    expect(problemsOf(text)).toEqual(['2:54 TOP110 meshes.mesh-2.cluster']);
  });

  test('in the shape of a peering is not reported again for the shares between its meshes', () => {
    const text = `clusters: { west: {}, east: {} }
meshes: { west: { members: [x] }, east: { members: [x] } }
peerings: [{ fullMesh: every }]
shares: [{ from: east, to: west, service: { namespace: x, name: s } }]
`;
    expect(problemsOf(text)).toEqual(['3:24 TOP004 peerings[0].fullMesh']);
  });
});

describe('a problem of what was written elsewhere', () => {
  test('of a name from a range points at what is written under the range', () => {
    const text = `clusters: { hub: {} }
meshes:
  "spoke-{1..2}":
    cluster: hub
    namespace: same
`;
    expect(problemsOf(text)).toEqual(['5:16 TOP111 meshes.spoke-2.namespace']);
  });

  test('of a name from a range points at the range where the name itself is wrong', () => {
    const text = 'clusters: { c: {} }\nmeshes:\n  a: { cluster: c }\n  "Spoke-{1..2}":\n    cluster: c\n';
    expect(problemsOf(text)).toEqual(['4:3 TOP101 meshes.Spoke-1']);
  });

  test('of a default points at the default', () => {
    const text = `defaults:
  clusters: { locality: { region: r, subzone: s } }
  meshes:
    version: v2.3
clusters: { a: {} }
meshes: { a: {} }
`;
    expect(problemsOf(text)).toEqual(['2:47 TOP117 clusters.a.locality.subzone', '4:14 TOP113 meshes.a.version']);
  });

  test('of a value that stands in place of a default points at that value', () => {
    const text = `defaults: { meshes: { version: v2.6 } }
clusters: { 1: {} }
meshes: { 1: { version: v2.3 } }
`;
    expect(problemsOf(text)).toEqual(['3:25 TOP113 meshes.1.version']);
  });

  test('of an anchor points at the anchor', () => {
    const text = `clusters: { a: {}, b: {} }
meshes: { a: &mesh { version: v2.3 }, b: *mesh }
defaults: { meshes: { version: v2.6 } }
`;
    expect(problemsOf(text)).toEqual(['2:31 TOP113 meshes.a.version', '2:31 TOP113 meshes.b.version']);
  });

  test('of what is merged in points at the entry that it is merged into', () => {
    const text = `clusters: { a: {}, b: {} }
meshes: { a: &mesh { members: [x] }, b: { <<: *mesh, version: v2.3 } }
`;
    expect(problemsOf(text)).toEqual(['2:63 TOP113 meshes.b.version']);
  });
});

describe('the problems of manifests that a topology refers to', () => {
  const text = 'clusters: { a: {} }\nmeshes:\n  a: { workloads: [{ manifests: apps }], version: v9 }\n';
  const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: shop }\n';
  const placesOf = (files: Record<string, string>) =>
    loadText(text, files).issues.map(({ file = '', line, column, code, message, fix }) => {
      const name = file.replace(/^.*\/(apps\/|federation)/, '$1');
      return `${name}:${line}:${column} ${code} ${message} -> ${fix}`;
    });

  test('are all reported in their files, after those of the topology', () => {
    const [own, ...others] = placesOf({
      'apps/b.yaml': `${object}---\nkind: [\n---\nhello\n`,
      'apps/a.yaml': `# A comment.\n${object}---\napiVersion: v1\nkind: List\nitems:\n  - kind: X\n`,
    });
    expect(own).toMatch(/^federation.yaml:3:51 TOP113 /);
    expect(others).toEqual([
      'apps/a.yaml:9:5 TOP151 not a Kubernetes object -> write an object with "apiVersion", "kind" and "metadata", or remove it',
      expect.stringMatching(
        /^apps\/b\.yaml:1:1 TOP161 duplicate object ConfigMap\/shop\/x, already at .*apps\/a.yaml:2:1 -> remove one of the two$/,
      ),
      expect.stringMatching(/^apps\/b\.yaml:6:1 TOP151 invalid YAML: Flow sequence .* -> fix the YAML syntax here$/),
      'apps/b.yaml:7:1 TOP151 not a Kubernetes object -> write an object with "apiVersion", "kind" and "metadata", or remove it',
    ]);
  });

  test('are duplicate objects of two entries, of one mesh or of two on a cluster', () => {
    const meshes = '  a: { workloads: [{ manifests: apps/a }, { manifests: apps/b }] }\n';
    const others =
      '  b: { cluster: a, workloads: [{ manifests: apps/c }] }\n  c: { workloads: [{ manifests: apps/c }] }\n';
    const files = { 'apps/a/x.yaml': object, 'apps/b/x.yaml': `---\n${object}`, 'apps/c/x.yaml': `# C\n${object}` };
    const found = loadText(`clusters: { a: {}, c: {} }\nmeshes:\n${meshes}${others}`, files).issues;
    const duplicate = (file: string, line: number) => ({
      code: 'TOP161',
      file: expect.stringMatching(file),
      line,
      column: 1,
      message: expect.stringMatching(/^duplicate object ConfigMap\/shop\/x, already at .*apps\/a\/x\.yaml:1:1$/),
    });
    expect(found).toMatchObject([duplicate('apps/b/x.yaml$', 2), duplicate('apps/c/x.yaml$', 2)]);
  });

  test('are those of the topology where an entry names a file again', () => {
    const twice = text.replace('{ manifests: apps }]', '{ manifests: apps }, { manifests: ./apps }]');
    const found = loadText(twice.replace(', version: v9', ''), { 'apps/a.yaml': object }).issues;
    expect(found).toMatchObject([
      { code: 'TOP161', file: expect.stringMatching('federation.yaml$'), line: 3, column: 54 },
    ]);
  });

  test('are those of the topology where the directory is missing or not allowed', () => {
    expect(placesOf({})[0]).toMatch(/^federation.yaml:3:33 TOP151 .*no such file or directory -> write a path/);
    const outside = loadText(text.replace('apps', '..')).issues;
    expect(outside[0]).toMatchObject({
      line: 3,
      column: 33,
      fix: 'move it below the directory of the topology, or add "--allow-files" with a directory that contains it ("allowFiles" in code)',
    });
  });
});

test('a mesh without a cluster is put on the only cluster, or on the one with the nearest name', () => {
  const fixOf = (clusters: string) => loadText(`clusters: ${clusters}\nmeshes: { west: {} }\n`).issues[0]?.fix;
  expect(fixOf('{ rosa: {} }')).toBe('add "cluster: rosa"');
  expect(fixOf('{ rosa: {}, wst: {} }')).toBe('add "cluster: wst"');
  expect(fixOf('{ rosa: {}, aro: {} }')).toBe('write one of "aro", "rosa"');
});

describe('the nearest name', () => {
  const fixOf = (text: string) => loadText(text).issues.map(({ fix }) => fix);
  const peering = (mesh: string) =>
    `clusters: { c: {} }\nmeshes: { rosa-prod: { cluster: c }, aro-stage: { cluster: c } }\npeerings: [{ between: [rosa-prod, ${mesh}] }]\n`;

  test.each([
    ['aro-stge', 'write "aro-stage"'],
    ['ARO-Stage', 'write "aro-stage"'],
    ['aro-stg', 'write "aro-stage"'],
    ['gcp-dev', 'write one of "aro-stage", "rosa-prod"'],
  ])('to the mesh %s: %s', (mesh, fix) => {
    expect(fixOf(peering(mesh))).toEqual([fix]);
  });
});

describe('a topology that was made in code', () => {
  test('has no places, and its problems tell the path', async () => {
    const { loadTopology } = await import('../../lib/workflows/load');
    const { issues } = loadTopology({ clusters: { a: {} }, meshes: { a: { version: 'v2.3' } } });
    expect(issues).toEqual([
      {
        code: 'TOP113',
        path: 'meshes.a.version',
        message: 'unsupported version v2.3: the operator 2.6 supports v2.4 and later',
        fix: 'write v2.4 or later, or pin an older operator with "startingCSV" and "approval: Manual"',
      },
    ]);
  });
});

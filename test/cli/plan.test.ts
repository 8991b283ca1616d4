import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { runCommand } from '../helpers/command';
import { inDirectory, writeFiles } from '../helpers/temporary';

const topology = (edit: { readonly weight?: number; readonly domain?: string; readonly team?: string } = {}) => `
clusters:
  west: { labels: { team: ${edit.team ?? 'a'} } }
  east: {}
meshes:
  west: { cluster: west, trustDomain: ${edit.domain ?? 'west.local'}, members: [shop] }
  east: { cluster: east, members: [shop] }
peerings: [{ between: [west, east] }]
shares:
  - { name: cart, from: east, to: west, service: { namespace: shop, name: cart }, importAs: { namespace: shop, name: cart-east } }
traffic:
  - mesh: west
    service: { namespace: shop, name: cart }
    split: [{ weight: ${100 - (edit.weight ?? 10)} }, { share: cart, weight: ${edit.weight ?? 10} }]
`;

/** Runs a command line in a directory; paths in its output are relative to it. */
function runIn(directory: string, command: string, ...args: readonly string[]) {
  const files = command === 'synth' ? ['-o', join(directory, 'dist')] : [];
  const result = runCommand([command, '-f', join(directory, 'federation.yaml'), ...files, ...args]);
  const plain = (text: string) => text.replaceAll(`${directory}/`, '');
  return { code: result.code, stdout: plain(result.stdout), stderr: plain(result.stderr) };
}

/** Synthesizes a topology, edits it, and gives the directory to a function. */
function afterEdit<T>(edit: Parameters<typeof topology>[0], use: (directory: string) => T): T {
  return inDirectory({ 'federation.yaml': topology() }, (directory) => {
    expect(runIn(directory, 'synth').code).toBe(0);
    writeFiles(directory, { 'federation.yaml': topology(edit) });
    return use(directory);
  });
}

describe('plan from a directory', () => {
  const plan = (edit: Parameters<typeof topology>[0], ...args: readonly string[]) =>
    afterEdit(edit, (directory) => runIn(directory, 'plan', '--from-dir', join(directory, 'dist'), ...args));

  test('says that there is no change', () => {
    expect(plan({})).toEqual({ code: 0, stderr: '', stdout: 'no changes from directory dist to the topology\n' });
    expect(plan({}, '--quiet')).toEqual({ code: 0, stderr: '', stdout: '' });
    expect(plan({}, '--exit-code').code).toBe(0);
  });

  test('prints the changes by risk, with their fields, edges and services', () => {
    expect(plan({ weight: 20 })).toEqual({
      code: 0,
      stderr: '',
      stdout: `traffic: where calls go and who may call
  ~ west: VirtualService shop/cart
      ~ spec.http[0].route[cart.shop.svc.cluster.local].weight: 90 -> 80
      ~ spec.http[0].route[cart-east.shop.svc.east-imports.local].weight: 10 -> 20
      edges: west -> east
      services: shop/cart

1 change from directory dist to the topology: 0 identity, 1 traffic, 0 capacity, 0 cosmetic
`,
    });
  });

  test('warns of what cuts a peer off, and of what istiod does not take in place', () => {
    const { code, stdout, stderr } = plan({ domain: 'west.example' });
    expect(code).toBe(0);
    expect(stdout).toContain('identity: peers lose each other until both sides have the change\n');
    expect(stdout).toContain('      see: PLN010, PLN012\n');
    expect(stderr).toContain('east/ServiceMeshPeer/east/west: warning PLN012: istiod of "east" keeps the old');
    expect(stderr.match(/warning PLN010/g)).toHaveLength(3);
  });

  test('exits with 1 if there are changes, with --exit-code', () => {
    expect(plan({ team: 'b' }, '--exit-code').code).toBe(1);
    expect(plan({ team: 'b' }, '--exit-code', '--format', 'json').code).toBe(1);
    expect(plan({ team: 'b' }).code).toBe(0);
  });

  test('plans only the clusters of --cluster, and names an unknown one', () => {
    expect(plan({ team: 'b' }, '--cluster', 'east').stdout).toMatch(/^no changes /);
    expect(plan({ team: 'b' }, '--cluster', 'west').stdout).toMatch(/, 0 traffic, 0 capacity, \d+ cosmetic\n$/);
    expect(plan({}, '--cluster', 'wst')).toEqual({
      code: 2,
      stdout: '',
      stderr: '--cluster: error CLI001: unknown cluster "wst"\n  fix: write "west"\n1 problem; no plan\n',
    });
  });

  test('prints JSON of the schema of reports', () => {
    const { stdout } = plan({ weight: 20, domain: 'west.example' }, '--format', 'json');
    const report = JSON.parse(stdout);
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/report.schema.json'), 'utf8'));
    const isReport = new Ajv({ strict: false }).compile(schema);
    expect([isReport(report), isReport.errors]).toEqual([true, null]);
    expect(report.plan.counts).toEqual({ identity: 2, traffic: 1, capacity: 0, cosmetic: 0 });
    expect(report.plan.changes[1]).toEqual({
      risk: 'identity',
      cluster: 'west',
      action: 'update',
      apiVersion: 'maistra.io/v2',
      kind: 'ServiceMeshControlPlane',
      namespace: 'west',
      name: 'west',
      fields: [{ path: 'spec.security.trust.domain', action: 'change', before: 'west.local', after: 'west.example' }],
      edges: [
        { mesh: 'east', peer: 'west' },
        { mesh: 'west', peer: 'east' },
      ],
      services: ['shop/cart'],
      warnings: ['PLN010'],
    });
    expect(report.problems[0]).toMatchObject({ code: 'PLN010', severity: 'warning', cluster: 'east' });
  });

  test('prints Markdown in which no name or value is markup', () => {
    const hostile = plan({ team: '"x|y_<b>"' }, '--format', 'markdown', '--cluster', 'west');
    expect(hostile.stderr).toContain('TOP');
    const { stdout } = plan({ weight: 20 }, '--format', 'markdown');
    expect(stdout).toContain(
      '### traffic: where calls go and who may call\n\n| cluster | object | fields | edges | services |\n',
    );
    expect(stdout).toContain('| west | ~ VirtualService shop/cart | <code>~ spec.http&#91;0&#93;.route');
    expect(stdout).toContain(' | west -&#62; east | shop/cart |\n');
  });

  test('names a missing directory, and a file that is no YAML', () => {
    const missing = afterEdit({}, (directory) => runIn(directory, 'plan', '--from-dir', join(directory, 'nowhere')));
    expect([missing.code, missing.stdout]).toEqual([3, '']);
    expect(missing.stderr).toContain('nowhere: error PLN002: the file cannot be read: no such file or directory');
    const broken = afterEdit({}, (directory) => {
      writeFiles(directory, { 'dist/west/20-mesh/x.yaml': 'a: [' });
      return runIn(directory, 'plan', '--from-dir', join(directory, 'dist'));
    });
    expect([broken.code, broken.stdout]).toEqual([3, '']);
    expect(broken.stderr).toMatch(/^dist\/west\/20-mesh\/x\.yaml:1:\d+: error PLN002: /);
  });

  test('leaves out the files of Argo CD itself, which are of no cluster', () => {
    const gitops = 'gitops: { argocd: { repoURL: https://git.example.org/mesh.git } }\n';
    const result = inDirectory({ 'federation.yaml': topology() + gitops }, (directory) => {
      expect(runIn(directory, 'synth').stderr).toBe('');
      return runIn(directory, 'plan', '--from-dir', join(directory, 'dist'));
    });
    expect(result.stdout).toMatch(/^no changes /);
  });

  test('has no plan for a topology with problems', () => {
    const result = inDirectory({ 'federation.yaml': 'clusters: 7\n', 'dist/west/a.yaml': '' }, (directory) =>
      runIn(directory, 'plan', '--from-dir', join(directory, 'dist')),
    );
    expect([result.code, result.stderr.includes('TOP')]).toEqual([1, true]);
  });

  test('fills in the lock, and warns if a value would become a token', () => {
    const result = afterEdit({}, (directory) => {
      const file = 'dist/west/40-federation/west.east.yaml';
      const text = readFileSync(join(directory, file), 'utf8');
      writeFiles(directory, { [file]: text.replace(/<ossm-fed:address[^>]*>/, '192.0.2.1') });
      return runIn(directory, 'plan', '--from-dir', join(directory, 'dist'));
    });
    expect(result.stderr).toContain(
      'warning PLN004: 1 value missing from the lock, so fields would get tokens instead: "<ossm-fed:address:east:west-ingress>"',
    );
  });
});

describe('plan from git', () => {
  function git(directory: string, ...args: readonly string[]): void {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: directory, stdio: 'ignore' });
  }

  function commit(directory: string, tag: string): void {
    git(directory, 'add', 'dist');
    git(directory, 'commit', '-qm', tag);
    git(directory, 'tag', tag);
  }

  /** A repository with two revisions of dist, of which the second has another weight, and a topology with a third one. */
  function inRepository<T>(use: (directory: string) => T): T {
    return afterEdit({ weight: 20 }, (directory) => {
      git(directory, 'init', '-q');
      commit(directory, 'first');
      runIn(directory, 'synth');
      commit(directory, 'second');
      writeFiles(directory, { 'federation.yaml': topology({ weight: 30 }) });
      return use(directory);
    });
  }

  const plan = (directory: string, ...args: readonly string[]) =>
    runIn(directory, 'plan', '--dist', join(directory, 'dist'), ...args);

  test('compares two revisions, for which no topology is needed', () => {
    inRepository((directory) => {
      writeFiles(directory, { 'federation.yaml': 'not: a topology' });
      const { code, stdout, stderr } = plan(directory, '--from-git', 'first', '--to-git', 'second');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('weight: 10 -> 20\n      edges: west -> east\n');
      expect(stdout).toMatch(
        /1 change from git revision first \([0-9a-f]{12}\) to git revision second \([0-9a-f]{12}\): /,
      );
      expect(plan(directory, '--from-git', 'second', '--to-git', 'second').stdout).toMatch(/^no changes from /);
      expect(plan(directory, '--from-git', 'first', '--to-git', 'second', '--cluster', 'north').code).toBe(2);
    });
  });

  test('leaves out the files of Argo CD itself', () => {
    const gitops = 'gitops: { argocd: { repoURL: https://git.example.org/mesh.git } }\n';
    inDirectory({ 'federation.yaml': topology() + gitops }, (directory) => {
      git(directory, 'init', '-q');
      expect(runIn(directory, 'synth').code).toBe(0);
      commit(directory, 'first');
      expect(plan(directory, '--from-git', 'first').stdout).toMatch(/^no changes /);
    });
  });

  test('compares a revision with what synth would write', () => {
    inRepository((directory) => {
      const { code, stdout } = plan(directory, '--from-git', 'second');
      expect([code, stdout.includes('weight: 20 -> 30\n')]).toEqual([0, true]);
    });
  });

  test('names an unknown revision, and a directory without a repository', () => {
    inRepository((directory) => {
      const { code, stdout, stderr } = plan(directory, '--from-git', 'third');
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toBe(
        '--from-git: error PLN001: cannot read directory "dist" of git revision third: the repository has no revision "third"\n  fix: check the revision, and the directory after "--dist"\n1 problem; no plan\n',
      );
    });
    const { code, stderr } = afterEdit({}, (directory) => plan(directory, '--from-git', 'HEAD'));
    expect([code, stderr.includes('the directory is not in a git repository')]).toEqual([3, true]);
  });
});

describe('plan from a dump', () => {
  const PEER = {
    apiVersion: 'federation.maistra.io/v1',
    kind: 'ServiceMeshPeer',
    metadata: { name: 'east', namespace: 'west' },
    spec: {
      remote: { addresses: ['<ossm-fed:address:east:west-ingress>'] },
      gateways: { ingress: { name: 'east-ingress' }, egress: { name: 'east-egress' } },
      security: {
        trustDomain: 'east.local',
        clientID: 'east.local/ns/east/sa/other-service-account',
        certificateChain: { kind: 'ConfigMap', name: 'east-ca-root-cert' },
      },
    },
    status: { discoveryStatus: {} },
  };
  const dump = (clusters: object) => JSON.stringify({ version: 1, time: '2026-11-25T13:23:00Z', clusters });
  const plan = (text: string, ...args: readonly string[]) =>
    inDirectory({ 'federation.yaml': topology(), 'dump.json': text }, (directory) =>
      runIn(directory, 'plan', '--from', join(directory, 'dump.json'), ...args),
    );

  test('compares what the dump holds, and names the kinds that it does not hold', () => {
    const objects = [
      PEER,
      { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', metadata: { name: 'west', namespace: 'west' } },
    ];
    const { code, stdout, stderr } = plan(dump({ west: { objects } }), '--cluster', 'west');
    expect(code).toBe(0);
    expect(stdout).toContain(`  ~ west: ServiceMeshPeer west/east
      ~ spec.security.clientID: "east.local/ns/east/sa/other-service-account" -> "east.local/ns/east/sa/west-egress-service-account"
      edges: east -> west
`);
    expect(stdout).toContain('  + west: ImportedServiceSet west/east\n');
    expect(stdout).not.toContain('ServiceMeshControlPlane west/west');
    expect(stdout).toMatch(/ from dump dump\.json of 2026-11-25T13:23:00\.000Z to the topology: 1 identity, /);
    expect(stderr).toContain('warning PLN003: the dump does not have all fields of these kinds');
    expect(stderr).toContain('"ServiceMeshControlPlane"');
    expect(stderr).not.toMatch(/PLN003.*"(ServiceMeshPeer|ImportedServiceSet)"/);
  });

  test('does not know of clusters and kinds that were not read', () => {
    const unread = [{ kind: 'ServiceMeshPeer', namespace: 'west', reason: 'forbidden' }];
    const { code, stdout, stderr } = plan(dump({ west: { objects: [], unread }, east: { failure: 'no connection' } }));
    expect(code).toBe(3);
    expect(stdout).not.toMatch(/ServiceMeshPeer|east:/);
    expect(stdout).toMatch(/ cosmetic; not all is known of east, west\n$/);
    expect(stderr).toContain(
      'east: error STA001: cluster "east" could not be read, so its changes are not known: no connection',
    );
    expect(stderr).toContain(
      'west: error STA002: objects of kind ServiceMeshPeer in namespace "west" of cluster "west" could not be read: forbidden',
    );
    expect(plan(dump({})).stderr).toContain('the dump does not contain it');
  });

  test('lists generated objects that the topology no longer has, and no object of others', () => {
    const labels = {
      'app.kubernetes.io/managed-by': 'ossm-fed',
      'app.kubernetes.io/part-of': 'service-mesh-federation',
    };
    const of = (name: string, own: object) => ({ ...PEER, metadata: { name, namespace: 'west', labels: own } });
    const { stdout } = plan(
      dump({ west: { objects: [of('old', labels), of('mine', { team: 'a' })] } }),
      '--cluster',
      'west',
    );
    expect(stdout).toContain('  - west: ServiceMeshPeer west/old\n');
    expect(stdout).not.toContain('mine');
  });

  test('names an invalid dump', () => {
    const { code, stderr } = plan('version: 7');
    expect([code, stderr]).toEqual([
      3,
      'dump.json: error STA004: invalid dump: expected "version: 1"\n  fix: pass a file that "ossm-fed gather" wrote\n1 problem; no plan\n',
    ]);
  });
});

describe('plan', () => {
  test.each([
    ['--from-git', 'a', '--from-dir', 'b'],
    ['--from', 'a', '--from-dir', 'b'],
    ['--from', 'a', '--kubeconfig', 'k'],
    ['--to-git', 'a'],
    ['--subject', 'Group:x'],
    ['--print-rbac', '--from', 'a'],
    ['--format', 'xml'],
    ['extra'],
  ])('rejects %s %s %s %s', (...args) => {
    expect(runCommand(['plan', ...args.filter((arg) => arg !== undefined)]).code).toBe(2);
  });

  test('prints the least permissions that it needs: to get each object by its name, and to list those of generated kinds', () => {
    const { code, stdout } = inDirectory({ 'federation.yaml': topology() }, (directory) =>
      runIn(directory, 'plan', '--print-rbac', '--cluster', 'west', '--subject', 'User:me'),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# cluster west, kubeconfig context "west"\n/);
    expect(stdout).toContain(`
  - apiGroups:
      - federation.maistra.io
    resourceNames:
      - east
    resources:
      - servicemeshpeers
    verbs:
      - get
  - apiGroups:
      - federation.maistra.io
    resources:
      - servicemeshpeers
    verbs:
      - list
`);
    const namespaces = [...stdout.matchAll(/kind: Role\nmetadata:\n {2}name: ossm-fed-plan\n {2}namespace: (.*)/g)];
    expect(namespaces.map(([, namespace]) => namespace)).toEqual(['openshift-operators', 'shop', 'west']);
    expect(stdout.match(/- list/g)).toHaveLength(2 * 9);
    expect(stdout).not.toMatch(/secrets|\*|create|update|patch|delete/);
  });
});

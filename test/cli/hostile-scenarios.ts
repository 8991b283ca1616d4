/** A command, the files that it reads, and those whose names are hostile; `DIR` stands for their directory. */
export interface Scenario {
  readonly args: readonly string[];
  readonly files?: { readonly [path: string]: string };
  /** Whether the name is part of a path, which no file system has with every character. */
  readonly isPath?: boolean;
  /** Whether the name is in a file as it is, so that some characters end the parsing. */
  readonly isRaw?: boolean;
}

const TOPOLOGY = {
  clusters: { west: {}, east: {} },
  meshes: { west: {}, east: {} },
  peerings: [{ between: ['west', 'east'] }],
};
/** The files of a good topology. */
export const GOOD = { 'federation.yaml': JSON.stringify(TOPOLOGY) };

/** Topologies with a name at each kind of place. */
function topologies(name: string): readonly object[] {
  return [
    { ...TOPOLOGY, clusters: { ...TOPOLOGY.clusters, [name]: { [name]: name } } },
    {
      ...TOPOLOGY,
      meshes: { west: { cluster: name, version: name, [name]: {} }, east: { members: [name] }, [name]: 1 },
    },
    { ...TOPOLOGY, clusters: { west: { platform: name, context: name }, east: 7 }, [name]: name },
    { ...TOPOLOGY, peerings: [{ between: ['west', name] }], shares: [{ from: name, to: [name], services: [name] }] },
    { ...TOPOLOGY, meshes: { west: { workloads: [{ manifests: name }, { chart: name }] }, east: {} } },
    { ...TOPOLOGY, lint: { ignore: [name] }, [`${name}{1..3}`]: null },
  ];
}

/** Manifests with a name at each kind of place. */
function manifests(name: string): readonly object[] {
  const metadata = { name, namespace: name, annotations: { 'ossm-fed.dev/ignore': name } };
  const meta = { name: 'east', namespace: 'west' };
  const peer = { apiVersion: 'federation.maistra.io/v1', kind: 'ServiceMeshPeer' };
  return [
    {
      ...peer,
      metadata,
      spec: { remote: { addresses: [name], discoveryPort: name }, gateways: { ingress: { name } } },
    },
    { ...peer, metadata: meta, spec: { [name]: name, security: { clientID: name, trustDomain: name } } },
    { apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane', metadata, spec: { version: name, [name]: name } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta, data: { 'root-cert.pem': name } },
    { apiVersion: 'argoproj.io/v1', kind: name, metadata },
    { apiVersion: 'kustomize.config.k8s.io/v1', kind: 'Kustomization', [name]: [] },
    { [name]: name },
  ];
}

const FORMATS = ['text', 'json'];
const LINT_FORMATS = [...FORMATS, 'github', 'sarif'];

/** All commands in all formats with a name at all kinds of places. */
export function scenarios(name: string): readonly Scenario[] {
  const file = ['-f', 'DIR/federation.yaml'];
  const out = ['-o', 'DIR/dist'];
  const inTopologies = topologies(name).flatMap((topology): readonly Scenario[] => {
    const files = { 'federation.yaml': JSON.stringify(topology) };
    const commands = [
      ['synth', ...out],
      ['synth', '--check', ...out],
      ['inject', ...out],
      ['fetch', '--print-rbac'],
      ['fetch'],
      ['lint', 'a=DIR'],
      ['plan', '--from-dir', 'DIR'],
    ];
    return commands.flatMap((command) =>
      FORMATS.map((format) => ({ files, args: [...command, ...file, '--format', format] })),
    );
  });
  const lint = (text: string, isRaw: boolean) =>
    LINT_FORMATS.map(
      (format): Scenario => ({ files: { 'm/a.yaml': text }, args: ['lint', 'west=DIR/m', '--format', format], isRaw }),
    );
  const plan = (text: string) =>
    [...FORMATS, 'markdown'].map((format): Scenario => {
      const args = ['plan', '--from-dir', 'DIR/m', ...file, '--format', format];
      return { files: { ...GOOD, 'm/west/a.yaml': text }, args };
    });
  const inManifests = manifests(name).flatMap((one) => [
    ...lint(JSON.stringify(one), false),
    ...plan(JSON.stringify(one)),
  ]);
  const inText = [`a: "${name}`, `${name}: *${name}`, `- !${name} ${name}`].flatMap((text) => lint(text, true));
  const inLock = FORMATS.flatMap((format) =>
    [{ [name]: name }, { version: 1, roots: { [name]: [name] }, addresses: { [name]: { [name]: name } } }].map(
      (lock): Scenario => ({
        files: { ...GOOD, 'federation.lock.yaml': JSON.stringify(lock) },
        args: ['synth', ...file, ...out, '--format', format],
      }),
    ),
  );
  const raw = { 'federation.yaml': `clusters: { "${name}": ${name} }\nmeshes: *${name}` };
  const inRaw: Scenario = { files: raw, args: ['synth', ...file, ...out], isRaw: true };
  return [...inTopologies, ...inManifests, ...inText, ...inLock, inRaw, ...inFlags(name), ...inPaths(name)];
}

function inFlags(name: string): readonly Scenario[] {
  const flags = [
    ['synth', name],
    ['synth', `--${name}`],
    ['synth', '--format', name],
    ['synth', '-f'],
    [name],
    [`-${name}`],
    ['synth', '-f', 'DIR/federation.yaml', '--cluster', name],
    ['fetch', '-f', 'DIR/federation.yaml', '--cluster', name],
    ['fetch', '--timeout', name],
    ['fetch', '--print-rbac', '--subject', name],
    ['lint', '--ignore', name],
    ['lint', '--platform', name],
    ['lint', '--platform', `west=${name}`],
    ['lint', 'a=DIR', '--platform', `${name}=rosa`],
    ['explain', name],
    ['help', name],
    ['plan', '-f', 'DIR/federation.yaml', '--from-git', name],
    ['plan', '-f', 'DIR/federation.yaml', '--from', name],
    ['plan', '--from-git', 'a', '--to-git', name, '--dist', name],
    ['completion', name],
    ['init', 'DIR/new', '--cluster', name, '--repository', name, '--mesh-version', name],
    ['init', 'DIR/new', '--mesh', `west=${name}`, '--platform', `${name}=gcp`, '--format', 'json'],
    ['synth', '-o', `${name}.yaml`],
  ];
  return flags.map((args) => ({ args, files: GOOD }));
}

function inPaths(name: string): readonly Scenario[] {
  const bad = {
    [`m/bad${name}.yaml`]: 'a: [',
    [`m/${name}.yaml`]: JSON.stringify(manifests('x')[0]),
    [`${name}/b.yaml`]: '{',
  };
  const commands = [
    ...LINT_FORMATS.map((format) => ['lint', `${name}=DIR/m`, `DIR/${name}`, '--format', format]),
    ...FORMATS.flatMap((format) => [
      ['synth', '-f', `DIR/${name}`, '--format', format],
      ['synth', '-f', 'DIR/federation.yaml', '-o', `DIR/${name}`, '--format', format],
      ['synth', '-f', 'DIR/federation.yaml', '-o', 'DIR/m', '--format', format],
      ['inject', '-f', 'DIR/federation.yaml', '-o', `DIR/${name}`, '--format', format],
      ['fetch', '-f', 'DIR/federation.yaml', '--kubeconfig', `DIR/${name}`, '--format', format],
    ]),
  ];
  return commands.map((args) => ({ args, files: { ...GOOD, ...bad }, isPath: true }));
}

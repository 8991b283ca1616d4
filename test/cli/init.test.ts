import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { awaitCommand, type CommandResult, runCommand } from '../helpers/command';
import { ROOT } from '../helpers/examples';
import { type FileTexts, inDirectoryFor, writeFiles } from '../helpers/temporary';
import { federationOf } from '../helpers/topology-text';

/** Runs `init` in a new directory, and gives the result and the directory to a function. */
function initIn(
  args: readonly string[],
  use: (result: CommandResult, directory: string) => void | Promise<void>,
  files: FileTexts = {},
): Promise<void> {
  return inDirectoryFor(files, async (directory) => {
    const { code, stdout, stderr } = await awaitCommand(['init', directory, ...args]);
    const plain = (text: string) => text.replaceAll(directory, 'DIR');
    await use({ code, stdout: plain(stdout), stderr: plain(stderr) }, directory);
  });
}

/** The files of a directory as paths below it, sorted; directories are left out. */
function filesIn(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

const textIn = (directory: string, file = 'federation.yaml') => readFileSync(join(directory, file), 'utf8');
const topologyIn = (directory: string) => parse(textIn(directory));

/** Synthesizes and lints what was written; both must succeed. */
function expectUsable(directory: string): string {
  const file = ['-f', join(directory, 'federation.yaml')];
  const output = join(directory, 'dist');
  const synth = runCommand(['synth', ...file, '-o', output]);
  expect([synth.code, synth.stderr]).toEqual([0, '']);
  const lint = runCommand(['lint', ...file, output]);
  expect([lint.code, lint.stderr]).toEqual([0, '']);
  return lint.stdout;
}

describe('without a terminal', () => {
  test('two clusters with a mesh each are written, and synthesize without an edit', () =>
    initIn([], ({ code, stdout, stderr }, directory) => {
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toBe(`federation.yaml created
.gitignore created
federation.schema.json created
cluster west: platform other
cluster east: platform other
Next:
  cd DIR
  ossm-fed synth         writes the manifests of each cluster to dist/
  ossm-fed lint          checks them
  ossm-fed graph         draws the federation
  ossm-fed up --dry-run  shows what "up" would apply to the clusters
`);
      expect(filesIn(directory)).toEqual(['.gitignore', 'federation.schema.json', 'federation.yaml']);
      expect(topologyIn(directory)).toEqual({
        clusters: { west: { platform: 'other' }, east: { platform: 'other' } },
        meshes: { 'west-mesh': { cluster: 'west' }, 'east-mesh': { cluster: 'east' } },
        peerings: [{ between: ['west-mesh', 'east-mesh'] }],
      });
      expectUsable(directory);
    }));

  test('clusters, platforms, meshes and the version come from options; a platform is guessed from a name', () =>
    initIn(
      [
        ...[
          '--cluster',
          'rosa',
          '--cluster',
          'b',
          '--cluster',
          'c',
          '--platform',
          'b=aro',
          '--platform',
          'c=baremetal',
        ],
        ...['--mesh', 'c=lab', '--mesh-version', 'v3.4'],
      ],
      ({ code, stdout }, directory) => {
        expect(code).toBe(0);
        expect(stdout).toContain('cluster rosa: platform rosa, guessed from rosa\ncluster b: platform aro\n');
        expect(topologyIn(directory)).toEqual({
          defaults: { meshes: { version: 'v3.4' } },
          clusters: { rosa: { platform: 'rosa' }, b: { platform: 'aro' }, c: { platform: 'baremetal' } },
          meshes: { 'rosa-mesh': { cluster: 'rosa' }, 'b-mesh': { cluster: 'b' }, lab: { cluster: 'c' } },
          peerings: [{ fullMesh: 'all' }],
        });
        expectUsable(directory);
      },
    ));

  test.each(['v2.6', 'v3.4'])('no finding of the linter is ignored in vain with %s', (version) =>
    initIn(['--cluster', 'rosa', '--cluster', 'aro', '--mesh-version', version], (_, directory) => {
      expect(expectUsable(directory)).not.toMatch(/FED000|FED042/);
    }),
  );

  test('one cluster has no peering', () =>
    initIn(['--cluster', 'west'], (_, directory) => {
      expect(topologyIn(directory)).not.toHaveProperty('peerings');
      expectUsable(directory);
    }));

  test('what is a comment is valid too: members, a share and traffic', () =>
    initIn([], (_, directory) => {
      const [body = ''] = textIn(directory).split('# Next:');
      const whole = body.replace(/^( *)# ((?: {2,}.*|(members|shares|traffic):).*)$/gm, '$1$2');
      expect(Object.keys(parse(whole))).toEqual(['clusters', 'meshes', 'peerings', 'shares', 'traffic']);
      expect(federationOf(whole).meshes.map(({ members }) => members)).toEqual([['shop'], ['shop']]);
    }));

  test('the directory is created', () =>
    inDirectoryFor({}, async (directory) => {
      const { code } = await awaitCommand(['init', join(directory, 'a', 'b')]);
      expect([code, existsSync(join(directory, 'a', 'b', 'federation.yaml'))]).toEqual([0, true]);
    }));

  test('a directory with a space is quoted in what to do next', () =>
    inDirectoryFor({}, async (directory) => {
      const place = join(directory, 'a b');
      expect((await awaitCommand(['init', place])).stdout).toContain(`  cd '${place}'\n`);
    }));

  test('the report for programs has the files, the clusters and what to do next', () =>
    initIn(['--cluster', 'rosa', '--format', 'json'], ({ stdout }) => {
      expect(JSON.parse(stdout)).toEqual({
        command: 'init',
        exitCode: 0,
        problems: [],
        summary: {
          directory: 'DIR',
          created: ['federation.yaml', '.gitignore', 'federation.schema.json'],
          kept: [],
          clusters: [{ name: 'rosa', platform: 'rosa', guessedFrom: 'rosa' }],
          next: expect.arrayContaining([{ command: 'ossm-fed lint', effect: 'checks them' }]),
        },
      });
    }));
});

describe('the example three-clouds', () => {
  test('resolves to the same federation as the topology of the tutorial', () =>
    initIn(['--example', 'three-clouds'], (_, directory) => {
      const tutorial = readFileSync(join(ROOT, 'docs', 'tutorial.md'), 'utf8');
      const [, stated = ''] = /```yaml \[federation\.yaml\]\n([\s\S]*?)```/.exec(tutorial) ?? [];
      expect(tutorial).toContain('npx ossm-fed init --example three-clouds');
      expect(federationOf(textIn(directory))).toEqual(federationOf(stated));
      expect(expectUsable(directory)).not.toMatch(/FED000|FED042/);
    }));

  test('has the split of the tutorial as a comment', () =>
    initIn(['--example', 'three-clouds'], (_, directory) => {
      const [body = ''] = textIn(directory).split('# Next:');
      const { routes } = federationOf(body.replace(/^# ((?: {2,}.*|traffic:).*)$/gm, '$1'));
      expect(routes.map(({ name }) => name)).toEqual(['details']);
    }));

  test.each(['v2.4', 'v3.4'])('can have the version %s', (version) =>
    initIn(['--example', 'three-clouds', '--mesh-version', version], (_, directory) => {
      expect(federationOf(textIn(directory)).meshes.map((mesh) => mesh.version)).toEqual([version, version, version]);
      expect(expectUsable(directory)).not.toContain('FED000');
    }),
  );
});

describe('the schema', () => {
  test('is that of the package where it is installed, in the directory or above it', () =>
    inDirectoryFor({ 'node_modules/ossm-fed/schemas/federation.schema.json': '{}' }, async (directory) => {
      const below = join(directory, 'a', 'b');
      mkdirSync(below, { recursive: true });
      const results = [await awaitCommand(['init', directory]), await awaitCommand(['init', below])];
      expect(results.map(({ stdout }) => stdout.includes('npx ossm-fed synth'))).toEqual([true, true]);
      const heads = [directory, below].map((each) => textIn(each).split('\n')[0]);
      expect(heads).toEqual([
        '# yaml-language-server: $schema=./node_modules/ossm-fed/schemas/federation.schema.json',
        '# yaml-language-server: $schema=../../node_modules/ossm-fed/schemas/federation.schema.json',
      ]);
      expect(existsSync(join(directory, 'federation.schema.json'))).toBe(false);
    }));

  test('is otherwise written beside the topology, as the package has it', () =>
    initIn([], (_, directory) => {
      expect(textIn(directory)).toMatch(/^# yaml-language-server: \$schema=\.\/federation\.schema\.json\n/);
      expect(textIn(directory, 'federation.schema.json')).toBe(textIn(ROOT, 'schemas/federation.schema.json'));
    }));
});

describe('for Argo CD', () => {
  const ARGOCD = ['--gitops', '--repository', 'https://github.com/example/federation.git', '--workflow', 'github'];
  const EXAMPLE = join(ROOT, 'examples', 'gitops');

  test('the files are those of examples/gitops, after synth and without the lock', () =>
    initIn(['--cluster', 'west', '--cluster', 'east', ...ARGOCD], ({ code }, directory) => {
      expect(code).toBe(0);
      expectUsable(directory);
      const shape = (place: string) =>
        filesIn(place).filter(
          (file) => !/lock|gitignore|schema|^dist.*(bookinfo|access|00-namespaces|50-traffic)/.test(file),
        );
      expect(shape(directory)).toEqual(shape(EXAMPLE));
      expect(textIn(directory, 'README.md')).toContain('dist/argocd/applications');
    }));

  test('the workflow is that of examples/gitops', () =>
    initIn(['--cluster', 'west', '--cluster', 'east', ...ARGOCD], (_, directory) => {
      const workflow = '.github/workflows/federation.yaml';
      expect(textIn(directory, workflow)).toBe(textIn(EXAMPLE, workflow));
    }));

  test('the topology has the repository, and the next step is to fetch', () =>
    initIn(ARGOCD, ({ stdout }, directory) => {
      const { gitops } = topologyIn(directory);
      expect(gitops).toEqual({ argocd: { repoURL: ARGOCD[2], revision: 'main' } });
      expect(stdout).toContain('ossm-fed fetch --wait');
    }));

  test('the repository is required', async () => {
    const { code, stderr } = runCommand(['init', '/none', '--gitops']);
    expect([code, stderr]).toEqual([
      2,
      "error: option '--gitops' requires option '--repository <url>'\n(run with --help to list options)\n",
    ]);
  });

  test('a password in the repository is a problem, which is not repeated', () =>
    initIn(['--repository', 'https://me:hunter2@example.org/a.git'], ({ code, stderr }, directory) => {
      expect([code, filesIn(directory)]).toEqual([1, []]);
      expect(stderr).not.toContain('hunter2');
    }));

  test('an invalid repository is a problem', () =>
    initIn(['--repository', 'no url'], ({ code, stderr }) => {
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^gitops\.argocd\.repoURL: error TOP007: [^\n]*\n {2}fix: write the URL of a Git repo/),
      ]);
    }));
});

describe('no existing file is overwritten', () => {
  test('nothing is written if one exists, and all of them are listed', () =>
    initIn(
      ['--workflow', 'github'],
      ({ code, stdout, stderr }, directory) => {
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toBe(`DIR/federation.yaml: error INI001: the file exists
  fix: use another directory, or move the file away
DIR/.github/workflows/federation.yaml: error INI001: the file exists
  fix: use another directory, or move the file away
2 problems; nothing was written
`);
        expect(filesIn(directory)).toEqual(['.github/workflows/federation.yaml', 'federation.yaml']);
      },
      { 'federation.yaml': 'mine', '.github/workflows/federation.yaml': 'mine' },
    ));

  test('an own .gitignore and README stay as they are', () =>
    initIn(
      ['--repository', 'https://example.org/a.git'],
      ({ code, stdout }, directory) => {
        expect(code).toBe(0);
        expect(stdout).toContain('.gitignore exists, not changed\nREADME.md exists, not changed\n');
        expect([textIn(directory, '.gitignore'), textIn(directory, 'README.md')]).toEqual(['mine\n', 'mine\n']);
      },
      { '.gitignore': 'mine\n', 'README.md': 'mine\n' },
    ));

  test('a symbolic link is an existing file, even if it leads nowhere', () =>
    inDirectoryFor({}, async (directory) => {
      symlinkSync(join(directory, 'outside'), join(directory, 'federation.yaml'));
      const { code } = await awaitCommand(['init', directory]);
      expect([code, existsSync(join(directory, 'outside'))]).toEqual([1, false]);
    }));

  test('nothing is written through a directory that is a symbolic link', () =>
    inDirectoryFor({ 'outside/kept': '' }, async (directory) => {
      const inside = join(directory, 'inside');
      mkdirSync(inside);
      symlinkSync('../outside', join(inside, '.github'));
      const { code, stderr } = await awaitCommand(['init', inside, '--workflow', 'github']);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('error INI002: cannot create the file: its directory is a symbolic link\n'),
      ]);
      expect(filesIn(directory)).toEqual(['outside/kept']);
    }));

  test('nothing is left where a file in the middle cannot be created', () =>
    initIn(
      ['--workflow', 'github'],
      ({ code, stderr }, directory) => {
        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(
            /^DIR\/\.github\/workflows\/federation\.yaml: error INI002: .*\n.*\n1 problem; nothing was/,
          ),
        ]);
        expect(filesIn(directory)).toEqual(['.github']);
      },
      { '.github': 'a file' },
    ));

  test('a directory that is a file is a problem', () =>
    inDirectoryFor({ file: '' }, async (directory) => {
      const { code, stderr } = await awaitCommand(['init', join(directory, 'file')]);
      expect([code, stderr.split('\n')[0]?.replace(directory, 'DIR')]).toEqual([
        1,
        expect.stringMatching(/^DIR\/file\/federation\.yaml: error INI002: cannot create the file: /),
      ]);
    }));
});

describe('invalid names', () => {
  test('are problems with what to write, all at once, and nothing is written', () =>
    initIn(['--cluster', 'West', '--cluster', 'b\n c: 1', '--mesh', 'West=_'], ({ code, stderr }, directory) => {
      expect([code, stderr]).toEqual([
        1,
        `clusters["b\\n c: 1"]: error TOP101: invalid cluster name "b\\n c: 1", must be usable as a directory name
  fix: use letters, digits, "-", "_" and ".", at most 63 characters, and set "context" to the kubeconfig context
meshes._: error TOP101: invalid mesh name "_", must be a DNS label
  fix: use lowercase letters, digits and "-", at most 63 characters
2 problems; nothing was written
`,
      ]);
      expect(filesIn(directory)).toEqual([]);
    }));

  test('of clusters are no names of meshes by themselves', () =>
    initIn(['--cluster', 'West_1'], (_, directory) => {
      expect(topologyIn(directory).meshes).toEqual({ 'west-1-mesh': { cluster: 'West_1' } });
    }));

  test('of meshes that are equal are a problem', () =>
    initIn(['--mesh', 'west=a', '--mesh', 'east=a'], ({ code, stderr }) => {
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('--mesh: error INI003: duplicate mesh name "a" of the clusters "west", "east"\n'),
      ]);
    }));

  test.each([
    [['--platform', 'wst=gcp'], '--platform: error CLI001: unknown cluster "wst"\n  fix: write "west"\n'],
    [['--mesh', 'wst=a'], '--mesh: error CLI001: unknown cluster "wst"\n  fix: write "west"\n'],
  ])('of clusters in %j are invalid usage', (args, problem) =>
    initIn(args, ({ code, stderr }) => {
      expect([code, stderr]).toEqual([2, `${problem}1 problem; nothing was written\n`]);
    }),
  );

  test.each([
    [['--platform', 'west=google'], 'For "google", write "gcp".'],
    [['--platform', 'west=x'], 'Expected CLUSTER=PLATFORM, with one of rosa, '],
    [['--mesh', 'west'], 'Expected CLUSTER=MESH.'],
    [['--contexts', ','], 'Expected names separated by commas.'],
    [['--example', 'blog'], 'Allowed choices are three-clouds.'],
    [['--example', 'three-clouds', '--cluster', 'a'], "cannot be used with option '--cluster <name>'"],
    [['--kubeconfig', 'a'], "option '--kubeconfig <file>' requires option '--contexts <names>'"],
    [['--contexts', 'a', '--cluster', 'a'], "cannot be used with option '--cluster <name>'"],
  ])('%j is invalid usage', (args, message) => {
    const { code, stderr } = runCommand(['init', '/none', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test('an unsupported version is a problem', () =>
    initIn(['--mesh-version', 'v9'], ({ code, stderr }) => {
      expect([code, stderr]).toEqual([1, expect.stringMatching(/version: error TOP\d+/)]);
    }));
});

test('a second run in the directory changes nothing', () =>
  inDirectoryFor({}, async (directory) => {
    await awaitCommand(['init', directory]);
    writeFiles(directory, { '.gitignore': 'mine\n' });
    const before = filesIn(directory).map((file) => textIn(directory, file));
    const { code } = await awaitCommand(['init', directory, '--example', 'three-clouds']);
    expect([code, filesIn(directory).map((file) => textIn(directory, file))]).toEqual([1, before]);
  }));

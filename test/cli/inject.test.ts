import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { mergeReadings } from '../../lib/lock/merge';
import { runCommand } from '../helpers/command';
import { KINDS, rootReading } from '../helpers/facts';
import { makePrivateKey } from '../helpers/make-certificate';
import { Program } from '../helpers/program';
import { parseObjects, readFiles } from '../helpers/synthesize';
import type { FileTexts } from '../helpers/temporary';
import {
  addresses,
  EAST,
  IN_EAST,
  IN_WEST,
  LOCK,
  lockOf,
  lockText,
  NEXT,
  now,
  place,
  roots,
  SYNTHESIZED,
  TO_EAST,
  TO_WEST,
  TOPOLOGY,
  WEST,
} from './inject-place';

const dataIn = (text: string) => parseObjects(text).map(({ data }) => data as { [key: string]: string } | undefined)[0];
const rootIn = (text: string) => dataIn(text)?.['root-cert.pem'];
/** The root certificates of a peer that istiod does not accept yet. */
const incompleteRootIn = (text: string) => dataIn(text)?.['root-cert.pem.incomplete'];
const remoteIn = (text: string) =>
  parseObjects(text).flatMap(({ spec }) => (spec as { remote?: unknown } | undefined)?.remote ?? [])[0];

describe('inject', () => {
  test('fills what the lock has, and nothing else', () => {
    place(LOCK, ({ directory, run, read }) => {
      const before = readFiles(join(directory, 'dist'));
      expect(run('inject')).toEqual({ code: 0, stdout: 'dist: 2 files filled, 0 unchanged\n', stderr: '' });
      expect(rootIn(read(TO_EAST))).toBe(EAST);
      expect(remoteIn(read(TO_EAST))).toEqual({
        addresses: IN_EAST.addresses,
        servicePort: 31443,
        discoveryPort: 30188,
      });
      expect(rootIn(read(TO_WEST))).toBe(WEST);
      expect(remoteIn(read(TO_WEST))).toEqual({
        addresses: IN_WEST.addresses,
        servicePort: 15443,
        discoveryPort: 8188,
      });
      const after = readFiles(join(directory, 'dist'));
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect([...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)).toEqual([
        TO_WEST,
        TO_EAST,
      ]);
    });
  });

  test('does nothing the second time', () => {
    place(LOCK, ({ directory, run }) => {
      run('inject');
      const before = readFiles(join(directory, 'dist'));
      expect(run('inject', '--require-complete')).toEqual({
        code: 0,
        stdout: 'dist: 0 files filled, 2 unchanged\n',
        stderr: '',
      });
      expect(readFiles(join(directory, 'dist'))).toEqual(before);
    });
  });

  test('writes what synth writes with the lock', () => {
    place(LOCK, ({ directory, run }) => {
      run('inject');
      const injected = readFiles(join(directory, 'dist'));
      rmSync(join(directory, 'dist'), { recursive: true });
      expect(run('synth').code).toBe(0);
      expect(readFiles(join(directory, 'dist'))).toEqual(injected);
    });
  });

  test('leaves nothing to the linter', () => {
    place(LOCK, ({ directory, run }) => {
      run('inject');
      const { code, stdout } = runCommand(['lint', join(directory, 'dist'), '-f', join(directory, 'federation.yaml')]);
      expect(stdout).toMatch(/: 0 errors, \d+ warnings?, \d+ infos?/);
      expect(stdout).not.toMatch(/FED011|FED034|token/);
      expect(code).toBe(0);
    });
  });

  test('follows a root that changes: both stand there, then the new one', () => {
    place(LOCK, ({ directory, run, read }) => {
      run('inject');
      const both = lockOf([rootReading('east', NEXT)], LOCK);
      writeFileSync(join(directory, 'federation.lock.yaml'), lockText(both));
      expect(run('inject').stdout).toBe('dist: 1 file filled, 1 unchanged\n');
      expect(rootIn(read(TO_EAST))).toBe(NEXT + EAST);
      const dropped = mergeReadings(both, [rootReading('east', NEXT)], {
        kinds: KINDS,
        scope: { facts: [], meshes: {} },
        now,
        dropOld: true,
      });
      writeFileSync(join(directory, 'federation.lock.yaml'), lockText(dropped.lock));
      expect(run('inject').stdout).toBe('dist: 1 file filled, 1 unchanged\n');
      expect(rootIn(read(TO_EAST))).toBe(NEXT);
    });
  });

  test('fills the chosen clusters alone', () => {
    place(LOCK, ({ run, read }) => {
      expect(run('inject', '--cluster', 'west').stdout).toBe('dist: 1 file filled, 0 unchanged\n');
      expect(incompleteRootIn(read(TO_WEST))).toBe('<ossm-fed:root:west>');
      expect(run('inject', '--cluster', 'wset')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--cluster: error CLI001: unknown cluster "wset"'),
      });
    });
  });

  test('reports to programs', () => {
    place(lockOf(roots), ({ directory, run }) => {
      const { code, stdout } = run('inject', '--format', 'json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({
        command: 'inject',
        exitCode: 0,
        problems: [],
        summary: {
          outdir: 'dist',
          lockFile: 'federation.lock.yaml',
          hasLock: true,
          filled: [TO_WEST, TO_EAST].sort(),
          unchanged: [],
          missing: {
            '<ossm-fed:address:east:west-ingress>': [TO_EAST],
            '<ossm-fed:address:west:east-ingress>': [TO_WEST],
          },
        },
      });
      expect(directory).toBeTruthy();
    });
  });
});

describe('inject without values', () => {
  const LISTED = `  <ossm-fed:address:west:east-ingress> in ${TO_WEST}
  <ossm-fed:address:east:west-ingress> in ${TO_EAST}
`;

  test('lists those that the lock does not have', () => {
    place(lockOf(roots), ({ run, read }) => {
      expect(run('inject')).toEqual({
        code: 0,
        stdout: `dist: 2 files filled, 0 unchanged; 2 values missing from federation.lock.yaml\n${LISTED}run "ossm-fed fetch", then "ossm-fed inject" to fill in missing values\n`,
        stderr: '',
      });
      expect(dataIn(read(TO_EAST))).toEqual({ 'root-cert.pem.incomplete': EAST });
      expect(remoteIn(read(TO_EAST))).toEqual({ addresses: ['<ossm-fed:address:east:west-ingress>'] });
    });
  });

  test('fails for them where all have to be there, and fills the others all the same', () => {
    place(lockOf(roots), ({ run, read }) => {
      const { code, stderr } = run('inject', '--require-complete');
      expect(code).toBe(1);
      expect(stderr).toBe(
        `federation.lock.yaml: error LCK045: missing value of "<ossm-fed:address:east:west-ingress>", required by ${TO_EAST}
  fix: run "ossm-fed fetch"
federation.lock.yaml: error LCK045: missing value of "<ossm-fed:address:west:east-ingress>", required by ${TO_WEST}
  fix: run "ossm-fed fetch"
`,
      );
      expect(incompleteRootIn(read(TO_EAST))).toBe(EAST);
    });
  });

  test('tells how to get a lock where there is none', () => {
    place(undefined, ({ run }) => {
      const { code, stdout } = run('inject');
      expect(code).toBe(0);
      expect(stdout).toContain('dist: 0 files filled, 2 unchanged; 4 values missing from federation.lock.yaml\n');
      expect(stdout).toMatch(
        /federation.lock.yaml does not exist; run "ossm-fed fetch", then "ossm-fed inject" to fill/,
      );
      expect(run('inject', '--require-complete')).toMatchObject({
        code: 1,
        stderr:
          'federation.lock.yaml: error LCK045: the lock does not exist: 4 values missing\n  fix: run "ossm-fed fetch"\n',
      });
    });
  });

  test('keeps an earlier value that the lock has lost', () => {
    place(LOCK, ({ directory, run, read }) => {
      run('inject');
      writeFileSync(join(directory, 'federation.lock.yaml'), lockText(lockOf(addresses)));
      expect(run('inject', '--require-complete')).toEqual({
        code: 0,
        stdout: 'dist: 0 files filled, 2 unchanged\n',
        stderr: '',
      });
      expect(rootIn(read(TO_EAST))).toBe(EAST);
    });
  });

  test('is done where the topology states all of them', () => {
    const topology = TOPOLOGY.replace(
      'west: { cluster: west,',
      'west: { cluster: west, ingress: { addresses: [a.example.org] }, rootCertificate: { file: west.pem },',
    ).replace(
      'east: { cluster: east,',
      'east: { cluster: east, ingress: { addresses: [b.example.org], ports: { service: 31443, discovery: 30188 } }, rootCertificate: { file: east.pem },',
    );
    const files = { 'federation.yaml': topology, 'west.pem': WEST, 'east.pem': EAST };
    place(
      undefined,
      ({ run, read }) => {
        expect(run('synth')).toMatchObject({ code: 0, stderr: '' });
        expect(run('inject', '--require-complete')).toEqual({
          code: 0,
          stdout: 'dist: 0 files filled, 0 unchanged\n',
          stderr: '',
        });
        expect(rootIn(read(TO_EAST))).toBe(EAST);
      },
      files,
    );
  });
});

describe('inject with files that are not as synth wrote them', () => {
  /** Changes a file of the output, and gives what inject says of it with and without --require-complete. */
  function edited(change: (path: string, text: string) => void): {
    readonly place: string;
    readonly codes: readonly number[];
    readonly changed: boolean;
  } {
    return place(LOCK, ({ directory, run }) => {
      const path = join(directory, 'dist', TO_EAST);
      change(path, readFileSync(path, 'utf8'));
      const before = readFiles(join(directory, 'dist')).get(TO_EAST);
      const { code, stderr } = run('inject');
      const after = readFiles(join(directory, 'dist')).get(TO_EAST);
      const [head = ''] = stderr.split('\n');
      return { place: head, codes: [code, run('inject', '--require-complete').code], changed: before !== after };
    });
  }
  const at = `dist/${TO_EAST}`;

  test('one is not there', () => {
    expect(edited((path) => rmSync(path))).toEqual({
      place: `${at}: error LCK040: the file does not exist`,
      codes: [1, 1],
      changed: false,
    });
  });

  test('none is there', () => {
    place(LOCK, ({ directory, run }) => {
      rmSync(join(directory, 'dist'), { recursive: true });
      const { code, stdout, stderr } = run('inject');
      expect([code, stdout]).toEqual([1, 'dist: 0 files filled, 0 unchanged\n']);
      expect(stderr.match(/LCK040/g)).toHaveLength(2);
      expect(readdirSync(directory)).not.toContain('dist');
    });
  });

  test.each([
    ['was written by somebody else', (path: string, text: string) => writeFileSync(path, text.replace(/^.*\n/, ''))],
    [
      'was written to another place',
      (path: string, text: string) => writeFileSync(path, text.replace('west.east', 'west.north')),
    ],
    [
      'is a directory',
      (path: string) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      'is a symbolic link',
      (path: string) => {
        renameSync(path, `${path}.real`);
        symlinkSync(`${path}.real`, path);
      },
    ],
  ])('one %s', (_, change) => {
    expect(edited(change)).toEqual({
      place: `${at}: error LCK041: the file was not written by ossm-fed to this path, so it was not changed`,
      codes: [1, 1],
      changed: false,
    });
  });

  test('one is in a directory that a symbolic link leads to', () => {
    const result = place(LOCK, ({ directory, run }) => {
      const stage = join(directory, 'dist/west/40-federation');
      renameSync(stage, join(directory, 'elsewhere'));
      symlinkSync(join(directory, 'elsewhere'), stage);
      const before = readFileSync(join(directory, 'elsewhere/west.east.yaml'), 'utf8');
      const { code, stderr } = run('inject');
      expect(readFileSync(join(directory, 'elsewhere/west.east.yaml'), 'utf8')).toBe(before);
      return [code, stderr.split('\n')[0]];
    });
    expect(result).toEqual([
      1,
      `${at}: error LCK041: the file was not written by ossm-fed to this path, so it was not changed`,
    ]);
  });

  test('one has a value of its own instead of a token; the others are filled', () => {
    const result = edited((path, text) =>
      writeFileSync(path, text.replace(/- <ossm-fed:address.*>/, '- 198.51.100.1')),
    );
    expect(result).toEqual({
      place: `${at}: warning LCK042: the file was edited: the token "<ossm-fed:address:east:west-ingress>" is missing at the place of its value, which was not changed`,
      codes: [0, 1],
      changed: true,
    });
  });

  test('one has a token where none is filled in', () => {
    expect(edited((path, text) => writeFileSync(path, text.replace('root-cert.pem.incomplete', 'ca.crt')))).toEqual({
      place: expect.stringMatching(
        /^dist.*:11:11: warning LCK043: the token "<ossm-fed:root:east>" is not filled in here/,
      ),
      codes: [0, 1],
      changed: true,
    });
  });

  test.each([
    ['is no YAML', (text: string) => `${text}}: [\n`, /: error LCK044: cannot read the file: /],
    [
      'has too much',
      (text: string) => `${text}#${'x'.repeat(10_000_000)}`,
      /:1:1: error LCK044: cannot read the file: too large: \d+ characters/,
    ],
    [
      'has far too much',
      (text: string) => `${text}#${'x'.repeat(40_000_000)}`,
      /: error LCK044: cannot read the file: too large: \d+ bytes/,
    ],
  ])('one %s', (_, change, message) => {
    const result = edited((path, text) => writeFileSync(path, change(text)));
    expect(result).toEqual({ place: expect.stringMatching(message), codes: [3, 3], changed: false });
  });

  test('one cannot be replaced', () => {
    const program = new Program(
      "import { run } from './lib/cli/program'; Promise.resolve(run(process.argv.slice(2))).then((code) => { process.exitCode = code; });",
    );
    place(LOCK, ({ directory }) => {
      const stage = join(directory, 'dist', TO_EAST, '..');
      chmodSync(stage, 0o555);
      const before = readFiles(join(directory, 'dist')).get(TO_EAST);
      const { code, stderr } = program.runUnprivileged(['inject'], directory);
      expect([code, stderr.split('\n')[0]]).toEqual([
        1,
        `${at}: error LCK046: cannot write the file: permission denied`,
      ]);
      expect(readFiles(join(directory, 'dist')).get(TO_EAST)).toBe(before);
      chmodSync(stage, 0o755);
    });
    program.remove();
  });
});

describe('a lock that cannot be used', () => {
  const key = makePrivateKey();

  test.each([
    ['is nonsense', 'nonsense: [', /federation\.lock\.yaml:\d+:\d+: error LCK002: the lock is invalid YAML: /],
    ['is the mark of a merge', `<<<<<<< HEAD\n${lockText(LOCK)}`, /federation\.lock\.yaml:\d+:\d+: error LCK002/],
    ['has a private key', lockText(LOCK) + key.replace(/^/gm, '# '), /error LCK007: the lock has a private key/],
    [
      'has an HTML page',
      lockText(LOCK).replace(/pem: \|\n(?: {10}.*\n)+/, 'pem: |\n          <html></html>\n'),
      /:\d+:14: error LCK008: the text is an HTML page/,
    ],
    ['trusts another certificate than it says', lockText(LOCK).replace('O=west.local', 'O=east.local'), /LCK009/],
    [
      'has null for addresses',
      lockText(LOCK).replace('addresses:\n          - 203.0.113.7\n          - 203.0.113.8', 'addresses: null'),
      /error LCK004: expected a list, found null/,
    ],
  ])('keeps inject and synth from writing anything: it %s', (_, text, message) => {
    place(text, ({ directory, run }) => {
      for (const command of ['inject', 'synth']) {
        const { code, stdout, stderr } = run(command);
        expect([code, stdout]).toEqual([/LCK002/.test(stderr) ? 3 : 1, '']);
        expect(stderr).toMatch(message);
        expect(stderr).not.toContain(key.split('\n')[1]);
        expect(stderr).toMatch(/nothing was (changed|written)\n$/);
      }
      expect(Object.fromEntries(readFiles(join(directory, 'dist')))).toEqual(SYNTHESIZED);
    });
  });
});

describe('synth with a lock', () => {
  test('fills what it writes, and keeps it filled', () => {
    place(LOCK, ({ run, read }) => {
      expect(run('synth')).toMatchObject({ code: 0, stderr: '' });
      expect(rootIn(read(TO_EAST))).toBe(EAST);
      expect(run('synth').stdout).toMatch(/\(0 written, \d+ unchanged, 0 removed\)/);
      expect(run('inject').stdout).toBe('dist: 0 files filled, 2 unchanged\n');
    });
  });

  test('writes tokens where the lock has no value', () => {
    place(lockOf(roots), ({ run, read }) => {
      expect(run('synth').code).toBe(0);
      expect(dataIn(read(TO_EAST))).toEqual({ 'root-cert.pem.incomplete': EAST });
      expect(remoteIn(read(TO_EAST))).toEqual({ addresses: ['<ossm-fed:address:east:west-ingress>'] });
    });
  });
});

describe('files of earlier versions, with tokens as root-cert.pem', () => {
  const earlier = Object.fromEntries(
    Object.entries(SYNTHESIZED).map(([path, text]) => [`dist/${path}`, text.replace('.pem.incomplete:', '.pem:')]),
  );

  test('are filled as before, or get the key that istiod does not read', () => {
    place(
      LOCK,
      ({ run, read }) => {
        expect(run('inject').stdout).toBe('dist: 2 files filled, 0 unchanged\n');
        expect([dataIn(read(TO_EAST)), dataIn(read(TO_WEST))]).toEqual([
          { 'root-cert.pem': EAST },
          { 'root-cert.pem': WEST },
        ]);
      },
      earlier,
    );
    place(
      undefined,
      ({ directory, run }) => {
        expect(run('inject').stdout).toMatch(/^dist: 2 files filled, 0 unchanged; 4 values missing/);
        expect(Object.fromEntries(readFiles(join(directory, 'dist')))).toEqual(SYNTHESIZED);
      },
      earlier,
    );
  });

  test('are errors for the linter, and those of today are warnings', () => {
    const lint = (files: FileTexts) =>
      place(
        undefined,
        ({ directory }) => {
          const args = ['lint', join(directory, 'dist'), '-f', join(directory, 'federation.yaml'), '--format', 'json'];
          const { stdout } = runCommand(args);
          const found: { code: string; severity: string }[] = JSON.parse(stdout).problems;
          const ofTokens = found.filter(({ code }) => ['FED010', 'FED011'].includes(code));
          return [...new Set(ofTokens.map(({ code, severity }) => `${severity} ${code}`))].sort();
        },
        files,
      );
    expect(lint(earlier)).toEqual(['error FED010', 'error FED011']);
    expect(lint({})).toEqual(['warning FED010', 'warning FED011']);
  });
});

describe('synth without values', () => {
  const FILES = Object.keys(SYNTHESIZED).length;

  test('lists them by cluster, with the commands that fill them in', () => {
    place(undefined, ({ run }) => {
      expect(run('synth')).toEqual({
        code: 0,
        stdout: `dist: 2 clusters, ${FILES} files (0 written, ${FILES} unchanged, 0 removed); 4 values missing from federation.lock.yaml
  <ossm-fed:address:west:east-ingress> in ${TO_WEST}
  <ossm-fed:root:west> in ${TO_WEST}
  <ossm-fed:address:east:west-ingress> in ${TO_EAST}
  <ossm-fed:root:east> in ${TO_EAST}
federation.lock.yaml does not exist; run "ossm-fed fetch", then "ossm-fed synth" to fill in missing values
lint: 7 warnings; run "ossm-fed lint -f federation.yaml dist" to list them
`,
        stderr: '',
      });
    });
    place(lockOf(roots), ({ run }) => {
      const { summary } = JSON.parse(run('synth', '--format', 'json').stdout);
      expect(summary).toMatchObject({ hasLock: true, lockFile: 'federation.lock.yaml' });
      expect(summary.missing).toEqual({
        '<ossm-fed:address:east:west-ingress>': [TO_EAST],
        '<ossm-fed:address:west:east-ingress>': [TO_WEST],
      });
    });
  });

  test('fails for them where all have to be there, and writes nothing', () => {
    place(LOCK, ({ directory, run }) => {
      expect(run('synth', '--require-complete')).toMatchObject({ code: 0, stderr: '' });
      const before = readFiles(join(directory, 'dist'));
      writeFileSync(join(directory, 'federation.lock.yaml'), lockText(lockOf(roots)));
      const { code, stdout, stderr } = run('synth', '--require-complete');
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(
        'error LCK045: missing value of "<ossm-fed:address:east:west-ingress>", required by west/',
      );
      expect(stderr).toMatch(/2 problems; nothing was written\n$/);
      expect(readFiles(join(directory, 'dist'))).toEqual(before);
    });
    place(undefined, ({ run }) => {
      expect(run('synth', '--require-complete').stderr).toBe(
        'federation.lock.yaml: error LCK045: the lock does not exist: 4 values missing\n  fix: run "ossm-fed fetch"\n1 problem; nothing was written\n',
      );
    });
  });

  test('warns of values that become tokens again', () => {
    place(LOCK, ({ directory, run, read }) => {
      run('synth');
      writeFileSync(join(directory, 'federation.lock.yaml'), lockText(lockOf(addresses)));
      expect(run('synth')).toMatchObject({
        code: 0,
        stderr: `federation.lock.yaml: warning LCK047: 2 values of the earlier output replaced by tokens, because the lock has no value: <ossm-fed:root:east>, <ossm-fed:root:west>
  fix: restore the lock, or run "ossm-fed fetch"; then run "ossm-fed synth"
`,
      });
      expect(dataIn(read(TO_EAST))).toEqual({ 'root-cert.pem.incomplete': '<ossm-fed:root:east>' });
      expect(run('synth').stderr).toBe('');
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources, sourcesOf } from '../../lib/io/manifest-sources';
import type { Diagnostic } from '../../lib/lint/diagnostic';
import { lint } from '../../lib/lint/lint';
import { synth } from '../../lib/workflows/synth';
import { EXAMPLES, type Example } from '../helpers/examples';
import { inDirectory } from '../helpers/temporary';

interface Linted {
  readonly diagnostics: readonly Diagnostic[];
  readonly tokens: readonly string[];
  readonly objects: number;
}

/** What lint says of the output of an example, and the tokens in its files. */
function lintOutput({ load, charts }: Example): Linted {
  const loaded = load();
  const { clusters = [], ignoredRules = [] } = loaded.federation ?? {};
  return inDirectory({}, (outdir) => {
    expect(synth(loaded, { outdir, ...(charts && { charts }) }).issues).toEqual([]);
    const input = readSources(sourcesOf(outdir), () => '');
    const { diagnostics, summary } = lint(input, {
      platforms: new Map(clusters.map(({ name, props }) => [name, props.platform ?? 'other'])),
      ignores: ignoredRules.map((rule) => ({ rule, origin: 'federation.yaml' })),
    });
    const files = new Set(input.objects.map(({ file }) => file.path));
    const texts = [...files].map((file) => readFileSync(join(file), 'utf8')).join('\n');
    // OpenShift Service Mesh 3 has them as comments behind values without a meaning.
    const missing = /(?:(?<!# )|(?<=(?:\[\]|\.invalid) # ))<ossm-fed:[^<>]+>/g;
    const tokens = [...new Set(texts.match(missing))].sort();
    return { diagnostics, tokens, objects: summary.objects };
  });
}

const KINDS: { readonly [rule: string]: string } = {
  FED010: 'address',
  FED011: 'root',
  FED104: 'root',
  FED130: 'address',
};

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('the output of %s', (_, example) => {
  const linted = lintOutput(example);

  test('is clean but for tokens, each of which is told once', () => {
    expect(linted.objects).toBeGreaterThan(10);
    // The lock of an example has a value for each token.
    const hasLock = existsSync((example.file ?? '').replace('.yaml', '.lock.yaml'));
    expect(linted.tokens.length > 1).toBe(!hasLock);
    const told = linted.diagnostics.map(({ message }) => /"(<ossm-fed:[^<>]+>)"/.exec(message)?.[1] ?? message);
    expect(told.sort()).toEqual(linted.tokens);
  });

  test('has tokens that are warnings of the rule on what they stand for, with the commands that fill them', () => {
    for (const { rule, severity, message, fix } of linted.diagnostics) {
      expect({ severity, fix }).toEqual({ severity: 'warning', fix: 'run "ossm-fed fetch" and "ossm-fed inject"' });
      expect(message).toContain(`"<ossm-fed:${KINDS[rule]}:`);
    }
  });
});

test('a token that is broken is told as something else', () => {
  const [example] = EXAMPLES;
  const broken = { ...example, charts: undefined } as Example;
  inDirectory({}, (outdir) => {
    synth(broken.load(), { outdir });
    const input = readSources(sourcesOf(outdir), () => '');
    const objects = input.objects.map((object) => {
      if (object.kind !== 'ServiceMeshPeer') return object;
      const { spec } = object.value as { spec: { remote: object } };
      const remote = { ...spec.remote, addresses: ['<ossm-fed:adress:west>'] };
      return { ...object, value: { ...object.value, spec: { ...spec, remote } } };
    });
    const errors = lint({ ...input, objects }).diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule }) => rule)).toContain('FED010');
  });
});

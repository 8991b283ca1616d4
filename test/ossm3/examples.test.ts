import { lint } from '../../lib/lint/lint';
import { readManifests } from '../../lib/manifests/read';
import { loadAsOssm3, OSSM3_EXAMPLES } from '../helpers/ossm3-examples';
import { synthesize } from '../helpers/synthesize';

describe.each(OSSM3_EXAMPLES.map((example) => [example.name, example] as const))('the example %s', (_, example) => {
  test.each(['v3.1', 'v3.4'])('synthesizes with %s, and the linter finds only what is not known yet', (version) => {
    const loaded = loadAsOssm3(example, version);
    expect(loaded.issues.map(({ message }) => message)).toEqual([]);
    const files = [...synthesize(loaded)].filter(([path]) => !path.startsWith('argocd/'));
    const objects = files.flatMap(([path, text]) => readManifests(path.split('/')[0] ?? '', path, text).manifests);
    const { diagnostics } = lint({ objects, problems: [], skipped: 0, files: files.length });
    expect(
      diagnostics.filter(({ severity, message }) => severity !== 'info' && !message.includes('is not filled in yet')),
    ).toEqual([]);
    expect(objects.some(({ kind }) => kind === 'Istio')).toBe(true);
  });
});

import { emptyClusters, installArgoCdKinds } from './empty-clusters';
import { FlowPlace, STAGES, THREE_CLOUDS } from './flow-place';
import { Controllers } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';
import { readmeBlocks, Shell } from './page-commands';

const fleet = startedFleet();
const command = fleet.builtCommand();
const [WITHOUT_GITOPS = [], WITH_ARGO_CD = []] = readmeBlocks();
/** Not the namespace in which argocd.test.ts leaves objects of the same names. */
const NAMESPACE = 'argocd-readme';
const ARGO_CD = `
gitops:
  argocd: { repoURL: "https://git.test/federation.git", revision: main, namespace: ${NAMESPACE} }
`;
const APPLICATION_SETS = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet' };

jest.setTimeout(600_000);

describe('the way from empty clusters to a federation on the first page', () => {
  test('is complete: both blocks begin with ossm-fed and end with connected meshes', () => {
    expect(WITHOUT_GITOPS.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      ...['npx ossm-fed up', 'npx ossm-fed up', 'npx ossm-fed status'],
      'git add federation.lock.yaml',
    ]);
    expect(WITH_ARGO_CD).toHaveLength(5);
    expect(WITH_ARGO_CD.at(-1)).toBe('npx ossm-fed status --wait');
  });

  test('works without GitOps', async () => {
    const place = new FlowPlace(fleet, command);
    await emptyClusters(fleet, place);
    const shell = new Shell(fleet, command, place.directory, 'rosa');
    expect(await shell.run('git init --quiet')).toMatchObject({ code: 0 });
    const controllers = new Controllers(fleet);
    try {
      for (const line of WITHOUT_GITOPS) expect([line, await shell.run(line)]).toMatchObject([line, { code: 0 }]);
      expect((await shell.run('git ls-files')).stdout).toBe('federation.lock.yaml\n');
    } finally {
      await controllers.stop();
    }
  });

  test('works with Argo CD, whose place kubectl takes here', async () => {
    const place = new FlowPlace(fleet, command, THREE_CLOUDS + ARGO_CD);
    await emptyClusters(fleet, place);
    await installArgoCdKinds(fleet, NAMESPACE);
    const shell = new Shell(fleet, command, place.directory, 'rosa');
    expect(await shell.run('git init --quiet')).toMatchObject({ code: 0 });
    const controllers = new Controllers(fleet);
    try {
      for (const line of WITH_ARGO_CD) {
        expect([line, await shell.run(line)]).toMatchObject([line, { code: 0 }]);
        if (!line.includes('git commit')) continue;
        for (const cluster of CLUSTERS) expect(await place.apply(cluster, [...STAGES.first, ...STAGES.rest])).toBe('');
      }
      expect(await fleet.api('rosa').list(APPLICATION_SETS)).toHaveLength(1);
    } finally {
      await controllers.stop();
      await fleet.kubectl('rosa', ['delete', 'namespaces', NAMESPACE, '--wait=false']);
    }
  });
});

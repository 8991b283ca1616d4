import { parseObjects } from '../helpers/synthesize';
import { FlowPlace, STAGES, THREE_CLOUDS } from './flow-place';
import { Controllers, removeNamespaces } from './harness/controllers';
import { startedFleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';
import { readmeBlocks, Shell } from './readme-commands';

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

/** The kinds of Argo CD, with any content. */
async function installArgoCdKinds(): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  for (const kind of ['AppProject', 'Application', 'ApplicationSet']) {
    const [singular, plural] = [kind.toLowerCase(), `${kind.toLowerCase()}s`];
    const names = { kind, listKind: `${kind}List`, plural, singular };
    const versions = [{ name: 'v1alpha1', served: true, storage: true, schema }];
    const spec = { group: 'argoproj.io', names, scope: 'Namespaced', versions };
    const metadata = { name: `${plural}.argoproj.io` };
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata, spec };
    await fleet.api('rosa').apply(crd);
  }
  await fleet.kubectl('rosa', ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
}

async function empty(place: FlowPlace): Promise<void> {
  await place.succeed('synth');
  const namespaces = [...place.output().values()].flatMap(parseObjects).filter(({ kind }) => kind === 'Namespace');
  const names = [...new Set(namespaces.map(({ metadata }) => metadata.name)), 'ossm-fed'];
  await Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster)));
  await Promise.all(CLUSTERS.map((cluster) => removeNamespaces(fleet, cluster, names)));
}

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
    await empty(place);
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
    await empty(place);
    await installArgoCdKinds();
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

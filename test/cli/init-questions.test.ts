import { askChoices } from '../../lib/cli/init-questions';
import type { Choice, Prompts } from '../../lib/kube/prompts';
import type { StarterChoices, StarterContext } from '../../lib/starter/choices';

/** Answers by the beginnings of their questions; others get the answer that is selected or proposed at first. */
type Answers = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Prompts that answer by themselves, and what they were asked. */
function prompts(answers: Answers) {
  const asked: string[] = [];
  const choices = new Map<string, readonly Choice[]>();
  const answer = <T>(message: string, initial: T): T => {
    asked.push(message);
    const [key] = Object.keys(answers).filter((each) => message.startsWith(each));
    return key === undefined ? initial : (answers[key] as T);
  };
  const fake: Prompts = {
    text: async (message, initial, problemOf) => {
      const text = answer(message, initial);
      const problem = problemOf(text);
      if (problem !== undefined) throw new Error(problem);
      return text;
    },
    confirm: async (message) => answer(message, false),
    select: async (message, offered, initial) => {
      choices.set(message, offered);
      return answer(message, initial);
    },
    several: async (message, offered) =>
      answer(
        message,
        offered.map(({ value }) => value),
      ),
  };
  return { fake, asked, choices };
}

const CONTEXTS: readonly StarterContext[] = [
  { name: 'rosa', host: 'api.rosa.abcd.p1.openshiftapps.com' },
  { name: 'a\u202eb' },
];

async function ask(answers: Answers, choices: StarterChoices = {}, gitops = false) {
  const made = prompts(answers);
  return { ...made, chosen: await askChoices({ choices, gitops, contexts: CONTEXTS }, made.fake) };
}

test('clusters are asked for by name, then each for its platform and its mesh', async () => {
  const { chosen, asked } = await ask({
    Names: 'aro, lab',
    'Platform of lab': 'baremetal',
    'Name of the mesh on lab': 'm',
  });
  expect(asked).toEqual([
    'What does the topology start from?',
    'Names of the clusters, as the contexts of the kubeconfig',
    'Platform of aro',
    'Name of the mesh on aro',
    'Platform of lab',
    'Name of the mesh on lab',
    'Version of OpenShift Service Mesh',
    'Does Argo CD deliver the output from a Git repository?',
    'Write a GitHub workflow that checks each commit?',
  ]);
  expect(chosen).toEqual({
    clusters: ['aro', 'lab'],
    meshVersion: 'v2.6',
    platforms: new Map([
      ['aro', 'aro'],
      ['lab', 'baremetal'],
    ]),
    meshes: new Map([
      ['aro', 'aro-mesh'],
      ['lab', 'm'],
    ]),
  });
});

test('contexts are shown with their servers, and the platform that is guessed is confirmed', async () => {
  const { chosen, choices } = await ask({ What: 'contexts', Which: ['rosa'] });
  expect(choices.get('Platform of rosa')).toContainEqual({
    value: 'rosa',
    hint: 'guessed from api.rosa.abcd.p1.openshiftapps.com',
  });
  expect(chosen).toMatchObject({ contexts: ['rosa'], platforms: new Map([['rosa', 'rosa']]) });
});

test('an example has no questions about clusters', async () => {
  const { chosen, asked } = await ask({
    What: 'three-clouds',
    Does: true,
    URL: 'https://example.org/a.git',
    Write: true,
  });
  expect(asked).toHaveLength(5);
  expect(chosen).toEqual({
    example: 'three-clouds',
    meshVersion: 'v2.6',
    repository: 'https://example.org/a.git',
    workflow: 'github',
  });
});

test('no example is offered where options say something of clusters', async () => {
  const offered = async (choices: StarterChoices) =>
    (await ask({}, choices)).choices.get('What does the topology start from?')?.map(({ value }) => value);
  expect(await offered({})).toEqual(['names', 'contexts', 'three-clouds']);
  expect(await offered({ meshes: new Map([['west', 'm']]) })).toEqual(['names', 'contexts']);
});

test('what options say is not asked for', async () => {
  const given: StarterChoices = {
    clusters: ['a'],
    platforms: new Map([['a', 'gcp']]),
    meshes: new Map([['a', 'm']]),
    meshVersion: 'v3.4',
    repository: 'https://example.org/a.git',
    workflow: 'github',
  };
  const { chosen, asked } = await ask({}, given);
  expect([asked, chosen]).toEqual([[], given]);
});

test('only the repository is asked for where --gitops says the rest', async () => {
  const { asked } = await ask({ URL: 'https://example.org/a.git' }, { example: 'three-clouds' }, true);
  expect(asked).toContain('URL of the repository');
  expect(asked).not.toContain('Does Argo CD deliver the output from a Git repository?');
});

test('no hidden character of a context is shown', async () => {
  const { choices, asked } = await ask({ What: 'contexts' });
  expect(JSON.stringify([...choices, asked])).not.toContain('\u202e');
});

test.each([
  [{ Names: 'a b/c' }, /invalid cluster name "b\/c", must be usable as a directory name; use letters/],
  [{ Names: ' , ' }, /write at least one name/],
  [{ 'Name of the mesh on east': 'west-mesh' }, /duplicate mesh name "west-mesh"/],
  [{ 'Name of the mesh on east': 'East' }, /invalid mesh name "East", must be a DNS label/],
  [{ Does: true, URL: '' }, /write a URL/],
  [{ Does: true, URL: 'x' }, /invalid value "x".*; write the URL of a Git repository/],
])('the answers %j are rejected with what to write', async (answers, problem) => {
  await expect(ask(answers as Answers)).rejects.toThrow(problem);
});

test('the version of meshes is one that is supported, the default at first', async () => {
  const { choices, chosen } = await ask({ Version: 'v3.4' });
  expect(choices.get('Version of OpenShift Service Mesh')?.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['v2.3', 'v2.6', 'v3.4']),
  );
  expect(chosen.meshVersion).toBe('v3.4');
});

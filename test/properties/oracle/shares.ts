import { labelProblems } from './objects';
import { exported, imported, type Landing, labelsFor, type Named, type Service } from './simulate';
import { dig, type Fields, fields, list, type Mesh, type Pair, pairsOf, text, type World } from './world';

/** Whether the control plane of a mesh sees a namespace. */
export function sees({ members, namespace }: Mesh, wanted: string): boolean {
  return members.includes(wanted) || members.includes('*') || namespace === wanted;
}

/** What must hold of the rules of every direction. */
export function checkShares(world: World): readonly string[] {
  return pairsOf(world).flatMap((pair) =>
    [...checkExports(pair), ...checkImports(pair), ...checkNamedServices(pair)].map(
      (problem) => `${pair.mesh.name} ${pair.peer.name}: ${problem}`,
    ),
  );
}

function checkExports({ mesh, peer }: Pair): readonly string[] {
  return peer.exportRules.flatMap((rule) => {
    const selector = rule.type === 'LabelSelector' ? rule.labelSelector : rule.nameSelector;
    const namespace = dig(selector, 'namespace') ?? '*';
    const unseen = namespace !== '*' && !sees(mesh, text(namespace));
    const labels = rule.type === 'LabelSelector' ? selectorProblems(dig(selector, 'selector')) : [];
    return [...(unseen ? [`exports of ${namespace}, which is no member`] : []), ...labels];
  });
}

/** Conditions that Kubernetes refuses; istiod drops their rule. */
function selectorProblems(selector: unknown): readonly string[] {
  const broken = list(dig(selector, 'matchExpressions')).filter((expression) => {
    const values = list(dig(expression, 'values'));
    const takes = ['In', 'NotIn'].includes(text(dig(expression, 'operator')));
    const pairs = takes ? values : [''];
    const odd = pairs.flatMap((value) => labelProblems({ [text(dig(expression, 'key'))]: value }));
    return takes !== values.length > 0 || odd.length > 0;
  });
  return [
    ...broken.map((expression) => JSON.stringify(expression)),
    ...labelProblems(fields(dig(selector, 'matchLabels'))),
  ];
}

/** No import rule is one that istiod drops, and none joins local services where the mesh has no members. */
function checkImports({ mesh, peer }: Pair): readonly string[] {
  return peer.importRules.flatMap(({ type, importAsLocal, nameSelector }) => {
    const namespace = dig(nameSelector, 'alias', 'namespace');
    if (type !== 'NameSelector' || nameSelector === undefined) return ['an import rule without names'];
    if (importAsLocal !== true) return [];
    if (namespace === undefined || namespace === '*') return ['a local import without a namespace'];
    return sees(mesh, text(namespace)) ? [] : [`a local import to ${namespace}, which is no member`];
  });
}

/** Services that an exporter names in full must keep apart on their way. */
function checkNamedServices({ peer, back }: Pair): readonly string[] {
  const named = peer.exportRules.flatMap(({ nameSelector }): readonly Named[] => {
    const [name, namespace] = [text(dig(nameSelector, 'name')), text(dig(nameSelector, 'namespace'))];
    return [name, namespace].some((part) => ['', '*'].includes(part)) ? [] : [{ name, namespace }];
  });
  // Which services have labels that an earlier rule asks for, nobody knows.
  const byName = peer.exportRules.filter(({ type }) => type === 'NameSelector');
  const offers = named.map((service) => exported(byName, { ...service, labels: {} }));
  const landings = offers.map((offer) => offer && imported(back.importRules, offer, back.name));
  return [
    ...repeated(named.map(keyOf)).map((key) => `${key} is exported twice`),
    ...repeated(offers.map((offer) => (offer ? keyOf(offer) : ''))).map((key) => `two services are offered as ${key}`),
    ...repeated(landings.flatMap((landing) => landing?.host ?? [])).map((host) => `two services land on ${host}`),
  ];
}

function keyOf({ name, namespace }: Named): string {
  return `${name}.${namespace}`;
}

function repeated(keys: readonly string[]): readonly string[] {
  return keys.filter((key, i) => keys.indexOf(key) !== i);
}

/** All services that may land at a mesh, tried out: every name in sight with every namespace in sight. */
export function landingsAt(mesh: Mesh, world: World, hosts: readonly string[]): readonly Landing[] {
  return pairsOf(world)
    .filter((pair) => pair.mesh === mesh)
    .flatMap((pair) => servicesIn(pair, hosts).flatMap((service) => landingsOf(service, pair)));
}

function servicesIn({ peer, other, back }: Pair, hosts: readonly string[]): readonly Service[] {
  const mentioned = hosts.map((host) => host.split('.'));
  const rules = [...back.exportRules, ...peer.importRules];
  const names = new Set([...mentions(rules, 'name'), ...mentioned.map(([name = '']) => name), 'any-service']);
  const namespaces = [...mentions(rules, 'namespace'), ...mentioned.map(([, namespace = '']) => namespace)];
  const seen = new Set([...namespaces, ...other.members, other.namespace].filter((one) => sees(other, one)));
  const labels = back.exportRules.map((rule) => labelsFor(dig(rule, 'labelSelector', 'selector')));
  return [...names].flatMap((name) =>
    [...seen].flatMap((namespace) => [{}, ...labels].map((own): Service => ({ name, namespace, labels: own }))),
  );
}

/** Where a service lands, whichever one of the rules that ask for labels its labels meet, or none of them. */
function landingsOf(service: Service, { peer, back }: Pair): readonly Landing[] {
  const { exportRules } = back;
  const asks = ({ type, labelSelector }: Fields) =>
    type === 'LabelSelector' && JSON.stringify(dig(labelSelector, 'selector')) !== '{}';
  return [undefined, ...exportRules.filter(asks)].flatMap((met) => {
    const offer = exported(
      exportRules.filter((rule) => rule === met || !asks(rule)),
      service,
    );
    return (offer && imported(peer.importRules, offer, peer.name)) ?? [];
  });
}

/** The values of a key anywhere inside of rules. */
function mentions(value: unknown, wanted: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === wanted && typeof part === 'string' ? [part] : mentions(part, wanted),
  );
}

import { dig, type Fields, fields, list, text } from './world';

/* Fact sheet 2.4 once more, as plainly as it can be written. */

export interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Fields;
}

export type Named = Pick<Service, 'name' | 'namespace'>;

/** Where an import lands; hosts of local ones end in the cluster's domain, which no manifest tells. */
export interface Landing extends Named {
  readonly host: string;
  readonly local: boolean;
}

function isAny(part: unknown): boolean {
  return part === undefined || part === '' || part === '*';
}

function matches(selector: unknown, { name, namespace }: Named): boolean {
  const [wantedName, wantedNamespace] = [dig(selector, 'name'), dig(selector, 'namespace')];
  return (isAny(wantedName) || wantedName === name) && (isAny(wantedNamespace) || wantedNamespace === namespace);
}

function rename(alias: unknown, { name, namespace }: Named): Named {
  const [newName, newNamespace] = [dig(alias, 'name'), dig(alias, 'namespace')];
  return {
    name: isAny(newName) ? name : text(newName),
    namespace: isAny(newNamespace) ? namespace : text(newNamespace),
  };
}

/** The name under which a service is offered; undefined where no rule matches. */
export function exported(rules: readonly Fields[], service: Service): Named | undefined {
  for (const rule of rules) {
    const byName = rule.nameSelector;
    const byLabel = rule.labelSelector;
    if (rule.type === 'NameSelector' && byName !== undefined && matches(byName, service)) {
      return rename(dig(byName, 'alias'), service);
    }
    if (rule.type !== 'LabelSelector' || byLabel === undefined) continue;
    const here = { namespace: dig(byLabel, 'namespace') };
    if (!matches(here, service) || !hasLabels(dig(byLabel, 'selector'), service.labels)) continue;
    const entry = list(dig(byLabel, 'aliases')).find((alias) => matches(alias, service));
    return rename(dig(entry, 'alias'), service);
  }
  return undefined;
}

/** Where an offered service lands at the mesh that calls the exporter `peer`; undefined where no rule matches. */
export function imported(rules: readonly Fields[], offered: Named, peer: string): Landing | undefined {
  for (const { type, nameSelector, importAsLocal, domainSuffix } of rules) {
    if (type !== 'NameSelector' || nameSelector === undefined || !matches(nameSelector, offered)) continue;
    const local = importAsLocal === true;
    if (local && isAny(dig(nameSelector, 'alias', 'namespace'))) continue;
    const suffix = local ? '<cluster domain>' : text(domainSuffix) || `svc.${peer}-imports.local`;
    const { name, namespace } = rename(dig(nameSelector, 'alias'), offered);
    return { name, namespace, host: `${name}.${namespace}.${suffix}`, local };
  }
  return undefined;
}

function hasLabels(selector: unknown, labels: Fields): boolean {
  const equal = Object.entries(fields(dig(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value);
  return equal && list(dig(selector, 'matchExpressions')).every((expression) => holds(expression, labels));
}

function holds(expression: unknown, labels: Fields): boolean {
  const key = text(dig(expression, 'key'));
  const has = Object.hasOwn(labels, key);
  const listed = has && list(dig(expression, 'values')).includes(labels[key]);
  switch (dig(expression, 'operator')) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    default:
      return false;
  }
}

/** Labels that meet a selector, if any do that are easily found. */
export function labelsFor(selector: unknown): Fields {
  const wanted = list(dig(selector, 'matchExpressions')).flatMap((expression) => {
    const [value = 'anything'] = dig(expression, 'operator') === 'In' ? list(dig(expression, 'values')) : [];
    return ['In', 'Exists'].includes(text(dig(expression, 'operator'))) ? [[text(dig(expression, 'key')), value]] : [];
  });
  return { ...Object.fromEntries(wanted), ...fields(dig(selector, 'matchLabels')) };
}

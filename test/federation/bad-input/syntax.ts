import { BASE, type BadInput, change } from './case';

const MEMBERS = 'members: [shop]';

/** Files that cannot be read or are not YAML. */
export const SYNTAX: readonly BadInput[] = [
  {
    what: 'more characters than are read',
    code: 'TOP001',
    text: `»${'#'.repeat(8_000_000)}\n`,
    message: 'the file has 8000001 characters, the maximum is 8000000',
    fix: 'use name ranges, or split the federation',
  },
  {
    what: 'a key that stands twice in a map',
    code: 'TOP002',
    text: change(['  east:\n    members', '  »west:\n    members']),
    message: 'invalid YAML: Map keys must be unique',
    fix: 'remove one of the two keys, or rename it',
  },
  {
    what: 'a tab as indentation',
    code: 'TOP002',
    text: 'clusters:\n»\twest: {}\nmeshes: {}\n',
    message: 'invalid YAML: Tabs are not allowed as indentation',
    fix: 'indent with spaces',
  },
  {
    what: 'an asterisk without quotes',
    code: 'TOP002',
    text: change(['[shop]', '[»*]']),
    message: 'invalid YAML: Alias cannot be an empty string',
    fix: 'quote values that start with "*" or "&"',
  },
  { what: 'a bracket left open', code: 'TOP002', text: change(['[shop]', '[shop'], ['  east:\n', '  »east:\n']) },
  { what: 'a quote left open', code: 'TOP002', text: change([MEMBERS, 'namespace: "shop']).replace(/$/, '»') },
  {
    what: 'an alias without an anchor',
    code: 'TOP002',
    text: change(['[shop]', '»*members']),
    message: 'invalid YAML: unknown alias, no anchor of this name before it',
    fix: 'write a value, or add the anchor; quote a value that starts with "*"',
  },
  {
    what: 'a second document',
    code: 'TOP002',
    text: `${BASE}»---\nclusters: {}\n`,
    message: 'invalid YAML: the file contains multiple documents',
    fix: 'keep one document in the file',
  },
  {
    what: 'an alias inside of what it stands for',
    code: 'TOP002',
    text: `»${change([MEMBERS, 'override: &all { techPreview: *all }'])}`,
    message: 'invalid YAML: an alias refers to a node that contains it',
    fix: 'write the value instead of the alias',
  },
];

import { type BadInput, change } from './case';

const WORKLOADS = (workloads: string): string =>
  change(['    members: [shop]', `    members: [shop]\n    workloads: ${workloads}`]);
const OPERATORS = (operators: string): string => change(['platform: aws', `operators: ${operators}`]);

/** Applications and operators. */
export const WORKLOADS_AND_OPERATORS: readonly BadInput[] = [
  {
    what: 'a workload that is nothing',
    code: 'TOP150',
    text: WORKLOADS('[»{}]'),
    message: 'the workload must have exactly one of "bookinfo" and "manifests"',
    fix: 'write exactly one of them',
  },
  {
    what: 'a workload that is two things',
    code: 'TOP150',
    text: WORKLOADS('[»{ bookinfo: { namespace: books }, manifests: app }]'),
    files: { 'app/a.yaml': '' },
  },
  {
    what: 'a directory of manifests that is not there',
    code: 'TOP151',
    text: WORKLOADS('[{ manifests: »app }]'),
    message: 'cannot read "app": no such file or directory',
    fix: 'write a path that exists below the directory of the topology',
  },
  {
    what: 'a directory of manifests outside of its own',
    code: 'TOP151',
    text: WORKLOADS('[{ manifests: ».. }]'),
    message: 'cannot read "..": outside the directory of the topology, and not below a directory of --allow-files',
  },
  {
    what: 'a first version that is not one',
    code: 'TOP152',
    text: OPERATORS('{ kiali-ossm: { startingCSV: »1.73.0 } }'),
    message: 'invalid operator version "1.73.0"',
    fix: 'write a version such as "kiali-ossm.v2.5.1"',
  },
  {
    what: 'a first version without its v',
    code: 'TOP152',
    text: OPERATORS('{ servicemeshoperator: { startingCSV: »servicemeshoperator.2.5.1 } }'),
    fix: 'write a version such as "servicemeshoperator.v2.5.1"',
  },
  {
    what: 'a component of bookinfo that stands twice in a namespace',
    code: 'TOP153',
    text: WORKLOADS(
      '[{ bookinfo: { namespace: shop, components: { details: [v1] } } }, { bookinfo: »{ namespace: shop, components: { details: [v2] } } }]',
    ),
    message: 'duplicate component "details" in the namespace "shop"',
    fix: 'list its versions in one workload, or use another namespace',
  },
];

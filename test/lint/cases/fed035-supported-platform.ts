import { remove, set } from '../../../lib/lint/examples/edit';
import { supportedPlatform } from '../../../lib/lint/rules/fed035-supported-platform';
import type { RuleCase, RuleCases } from './case';

const { given = [] } = supportedPlatform.example;

type Platform = NonNullable<RuleCase['platforms']> extends ReadonlyMap<string, infer P> ? P : never;

const version = (cluster: 'west' | 'east', value: string) =>
  set(cluster, `ServiceMeshControlPlane ${cluster}-mesh`, 'spec.version', value);

const WITHOUT_PEERS = [remove('west', 'ServiceMeshPeer east-mesh'), remove('east', 'ServiceMeshPeer west-mesh')];

/** The platform of west. */
function on(platform: Platform): NonNullable<RuleCase['platforms']> {
  return new Map<string, Platform>([
    ['west', platform],
    ['east', 'baremetal'],
  ]);
}

/** FED035: platforms that do not support federation. What is guessed from names is in handwritten.test.ts. */
export const cases: RuleCases = {
  rule: 'FED035',
  findings: {
    unsupportedVersion: [
      { what: 'version 2.0', edits: [...given, version('west', 'v2.0')] },
      { what: 'on ARO', edits: [...given, version('east', 'v2.1')] },
    ],
    unsupportedPlatform: [
      { what: 'OpenShift Dedicated', edits: [], platforms: on('osd') },
      {
        what: 'OpenShift Dedicated, in an old version',
        edits: [...given, version('west', 'v2.1')],
        platforms: on('osd'),
      },
    ],
  },
  nearMisses: [
    { what: 'version 2.2', edits: given },
    {
      what: 'the version of the operator',
      edits: [remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.version')],
    },
    { what: 'version 2.1 on bare metal', edits: [...given, version('west', 'v2.1')], platforms: on('baremetal') },
    { what: 'version 2.1 on AWS, but not ROSA', edits: [...given, version('west', 'v2.1')], platforms: on('aws') },
    { what: 'version 2.1 on Azure, but not ARO', edits: [...given, version('west', 'v2.1')], platforms: on('azure') },
    { what: 'version 2.1 on GCP', edits: [...given, version('west', 'v2.1')], platforms: on('gcp') },
    { what: 'version 2.1 on an unknown platform', edits: [...given, version('west', 'v2.1')], platforms: new Map() },
    { what: 'OpenShift Dedicated without peers', edits: WITHOUT_PEERS, platforms: on('osd') },
    { what: 'version 2.1 without peers', edits: [...given, ...WITHOUT_PEERS, version('west', 'v2.1')] },
  ],
};

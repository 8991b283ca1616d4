/** Mistakes in a federation that real control planes and proxies were seen to break by, with what is then seen. */
import type { KubeObject } from '../../helpers/synthesize';
import { DETAILS_HOST, DETAILS_V2, RATINGS_HOST } from '../fixture/federation';
import { ARO, GCP, ROSA, trustDomainOf } from '../fixture/parts';
import { adding, all, change, type Edit, without, withSpec, withValues } from './edits';

/** One mistake. */
export interface BrokenCase {
  /** The rule of the specification. */
  readonly rule: string;
  /** What is wrong. */
  readonly title: string;
  readonly edit: Edit;
  /** The host that productpage sends requests to. */
  readonly host: string;
  /** What answers, as `counted` names it; all of them and nothing else. */
  readonly answers: readonly string[];
  /** Whether only new connections or new pods see the change. */
  readonly restarted?: true;
}

const NETWORKING = 'networking.istio.io/v1';
const EXPORT = ['aro', 'ServiceEntry', DETAILS_V2.name] as const;
const IMPORT = ['rosa', 'ServiceEntry', DETAILS_V2.name] as const;
const UNAVAILABLE = ['503'];

/** Exports other workloads under the same host, which have another identity. */
const ofRatings = withSpec(EXPORT, { workloadSelector: { labels: { app: 'ratings' } } });

/** A DestinationRule with one subset by the label `version`. */
function subsetOf(host: string, namespace: string, version: string): KubeObject {
  const subsets = [{ name: version, labels: { version } }];
  const metadata = { name: 'details-subset', namespace };
  return { apiVersion: NETWORKING, kind: 'DestinationRule', metadata, spec: { host, subsets } };
}

/** Leads requests for the local details to a subset of the import. */
const toSubset: KubeObject = {
  apiVersion: NETWORKING,
  kind: 'VirtualService',
  metadata: { name: 'details', namespace: ROSA.member },
  spec: {
    hosts: [DETAILS_HOST],
    http: [{ route: [{ destination: { host: DETAILS_V2.host, subset: 'v2' } }] }],
  },
};

/** Gives the imported endpoint the label of the subset. */
const labelled = change(['rosa', 'WorkloadEntry', DETAILS_V2.name], (object) => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...(object.metadata.labels as object), version: 'v2' } },
}));

/** All of a subset that works. */
export const SUBSET: Edit = all(
  labelled,
  adding('rosa', toSubset, subsetOf(DETAILS_V2.host, ROSA.member, 'v2')),
  adding('aro', subsetOf(DETAILS_V2.host, ARO.member, 'v2')),
);

/** The cases, in the order of the specification. */
export const CASES: readonly BrokenCase[] = [
  {
    rule: 'X5',
    title: 'the exporter accepts no trust domain of the importer',
    edit: withValues('aro', ARO.name, (values) => {
      const caCertificates = values.meshConfig.caCertificates.map(({ pem }) => ({ pem }));
      return { ...values, meshConfig: { ...values.meshConfig, caCertificates } };
    }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X6',
    title: 'an exposed host has no ServiceEntry',
    edit: without(EXPORT),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X7',
    title: 'the exporter has another port number',
    edit: withSpec(EXPORT, { ports: [{ ...DETAILS_V2.port, number: 9081, targetPort: 9080 }] }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X8',
    title: 'the remote half of a local Service without the identities of both: the retries hide it',
    edit: without(['rosa', 'DestinationRule', 'ratings']),
    host: RATINGS_HOST,
    answers: ['ratings-v1'],
    restarted: true,
  },
  {
    rule: 'X9',
    title: 'a ServiceEntry of the host of a Kubernetes Service is ignored',
    edit: withSpec(IMPORT, { hosts: [DETAILS_HOST] }),
    host: DETAILS_HOST,
    answers: ['details-v1'],
  },
  {
    rule: 'X10',
    title: 'the network of an import has no gateway',
    edit: without(['rosa', 'Gateway', `remote-${ARO.name}`]),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X10',
    title: 'no network has a gateway: a new client has no local endpoints either',
    edit: all(without(['rosa', 'Gateway', `remote-${ARO.name}`]), without(['rosa', 'Gateway', `remote-${GCP.name}`])),
    host: DETAILS_HOST,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X13',
    title: 'an import without identities takes any identity, here that of other workloads',
    edit: all(ofRatings, withSpec(IMPORT, { subjectAltNames: undefined })),
    host: DETAILS_V2.host,
    answers: ['ratings-v2'],
    restarted: true,
  },
  {
    rule: 'X14',
    title: 'an import expects an identity that the exporter does not have',
    edit: withSpec(IMPORT, { subjectAltNames: [`spiffe://${trustDomainOf(ARO)}/ns/${ARO.member}/sa/other`] }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X14',
    title: 'other workloads than those that the import expects are exported',
    edit: ofRatings,
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X15',
    title: 'the ServiceEntry is not exported to the namespace of the gateway',
    edit: withSpec(EXPORT, { exportTo: ['.'] }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X19',
    title: 'a subset of an import has no DestinationRule on the exporter',
    edit: all(labelled, adding('rosa', toSubset, subsetOf(DETAILS_V2.host, ROSA.member, 'v2'))),
    host: DETAILS_HOST,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X19',
    title: 'a subset of an import has no DestinationRule on the importer',
    edit: all(labelled, adding('rosa', toSubset), adding('aro', subsetOf(DETAILS_V2.host, ARO.member, 'v2'))),
    host: DETAILS_HOST,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X22',
    title: 'the importer does not distribute the roots of its peers',
    edit: withValues('rosa', ROSA.name, (values) => {
      const defaultConfig = { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } };
      return { ...values, meshConfig: { ...values.meshConfig, defaultConfig } };
    }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
  {
    rule: 'X25',
    title: 'an entry of a revision that does not exist is invisible',
    edit: change(EXPORT, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { 'istio.io/rev': 'other' } },
    })),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
  },
  {
    rule: 'X31',
    title: 'the gateway of the exporter does not expose the host',
    edit: change(['aro', 'Gateway', 'expose-services'], (object) => {
      const { servers, ...spec } = object.spec as {
        readonly servers: readonly { readonly hosts: readonly string[] }[];
      };
      const others = servers.map((server) => ({
        ...server,
        hosts: server.hosts.filter((host) => host !== DETAILS_V2.host),
      }));
      return { ...object, spec: { ...spec, servers: others } };
    }),
    host: DETAILS_V2.host,
    answers: UNAVAILABLE,
    restarted: true,
  },
];

/**
 * What has to agree in manifests of OpenShift Service Mesh 3, found in the manifests alone: it derives no name, and shares
 * no code with what writes them.
 */

import { parseObjects } from '../../helpers/synthesize';

/** Any object of a manifest. */
// biome-ignore lint/suspicious/noExplicitAny: manifests are compared as they are
type Any = any;

/** A mesh as its Istio resource says. */
interface Plane {
  readonly cluster: string;
  readonly istio: Any;
  readonly revision: string;
  readonly objects: readonly Any[];
}

const group = (object: Any) => `${object.apiVersion}`.split('/')[0];
const isKind = (kind: string, api: string) => (object: Any) => object.kind === kind && group(object) === api;
const isRemote = (object: Any) =>
  isKind('Gateway', 'gateway.networking.k8s.io')(object) && object.spec.gatewayClassName === 'istio-remote';
const isEastWest = (object: Any) =>
  isKind('Gateway', 'gateway.networking.k8s.io')(object) && object.spec.gatewayClassName === 'istio';
const isExposure = isKind('Gateway', 'networking.istio.io');
const isEntry = isKind('ServiceEntry', 'networking.istio.io');
const isEndpoint = isKind('WorkloadEntry', 'networking.istio.io');
const includes = (labels: Any = {}, wanted: Any = {}) =>
  Object.keys(wanted).length > 0 && Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** What does not agree in the files of all clusters, as sentences. */
export function disagreements(files: ReadonlyMap<string, string>): readonly string[] {
  const clusters = new Map<string, Any[]>();
  for (const [path, text] of files) {
    const [cluster = ''] = path.split('/');
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), ...parseObjects(text)]);
  }
  const planes = [...clusters].flatMap(([cluster, objects]) =>
    objects.filter(isKind('Istio', 'sailoperator.io')).map((istio): Plane => {
      const revision = `${istio.metadata.name}-${istio.spec.version.replace(/\./g, '-')}`;
      return { cluster, istio, revision, objects };
    }),
  );
  const found: string[] = [];
  const claim = (isTrue: boolean, text: string) => {
    if (!isTrue) found.push(text);
  };
  for (const plane of planes) checkPlane(plane, claim);
  for (const plane of planes) {
    for (const remote of plane.objects.filter(
      (one) => isRemote(one) && namespaceOf(plane) === one.metadata.namespace,
    )) {
      checkRemote(plane, remote, planes, claim);
    }
  }
  return found;
}

type Claim = (isTrue: boolean, text: string) => void;

function namespaceOf({ istio }: Plane): string {
  return istio.spec.namespace;
}

/** The namespaces of a mesh by their discovery label. */
function namespacesOf({ istio, objects }: Plane): readonly string[] {
  const [selector] = istio.spec.values.meshConfig.discoverySelectors ?? [];
  return objects
    .filter((one) => one.kind === 'Namespace' && includes(one.metadata.labels, selector?.matchLabels))
    .map((one) => one.metadata.name);
}

function checkPlane(plane: Plane, claim: Claim): void {
  const { istio, objects, revision } = plane;
  const own = new Set(namespacesOf(plane));
  const { name } = istio.metadata;
  claim(own.has(namespaceOf(plane)), `${name} does not read its own namespace`);
  const { env } = istio.spec.values.pilot;
  claim(env.ISTIO_MULTIROOT_MESH === 'true', `${name} has one root only`);
  claim(istio.spec.values.meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT === 'true', `${name}: agent`);
  for (const one of objects.filter((object) => own.has(object.metadata.namespace))) {
    const label = one.metadata.labels?.['istio.io/rev'];
    if (group(one) === 'gateway.networking.k8s.io')
      claim(label === revision, `${one.metadata.name} has no control plane`);
  }
  for (const one of objects.filter((object) => object.kind === 'Deployment' && own.has(object.metadata.namespace))) {
    const namespace = objects.find(
      (object) => object.kind === 'Namespace' && object.metadata.name === one.metadata.namespace,
    );
    claim(namespace?.metadata.labels?.['istio.io/rev'] === revision, `${one.metadata.name} gets no sidecar`);
  }
  for (const rule of objects.filter(
    (one) => own.has(one.metadata.namespace) && isExposure(one) && one.spec.servers[0].tls,
  )) {
    const gateway = objects.find((one) => isEastWest(one) && includes(one.metadata.labels, rule.spec.selector));
    claim(gateway?.metadata.namespace === rule.metadata.namespace, `${name}: nothing exposes`);
    for (const host of rule.spec.servers[0].hosts) checkServed(plane, host, gateway, claim);
  }
}

/** The ports and the pods that a host of a mesh leads to, as its gateway sees it. */
function serviceOf({ objects, ...plane }: Plane, host: string, gateway: Any): Any {
  const own = new Set(namespacesOf({ ...plane, objects }));
  const service = objects.find(
    (one) =>
      one.kind === 'Service' &&
      own.has(one.metadata.namespace) &&
      host === `${one.metadata.name}.${one.metadata.namespace}.svc.cluster.local`,
  );
  if (service !== undefined) {
    return {
      namespace: service.metadata.namespace,
      ports: service.spec.ports.map((one: Any) => one.port),
      labels: service.spec.selector,
    };
  }
  const entry = objects.find(
    (one) =>
      isEntry(one) &&
      own.has(one.metadata.namespace) &&
      one.spec.hosts.includes(host) &&
      (one.spec.exportTo ?? ['*']).includes(gateway?.metadata.namespace),
  );
  if (entry === undefined) return undefined;
  return {
    namespace: entry.metadata.namespace,
    ports: entry.spec.ports.map((one: Any) => one.number),
    labels: entry.spec.workloadSelector?.labels,
    isInternal: entry.spec.location === 'MESH_INTERNAL' && entry.spec.resolution === 'STATIC',
  };
}

function podsOf({ objects }: Plane, service: Any): readonly Any[] {
  return objects.filter(
    (one) =>
      one.kind === 'Deployment' &&
      one.metadata.namespace === service?.namespace &&
      includes(one.spec.template.metadata.labels, service.labels),
  );
}

function checkServed(plane: Plane, host: string, gateway: Any, claim: Claim): void {
  const service = serviceOf(plane, host, gateway);
  claim(service !== undefined, `${host} is exposed and has no service`);
  claim(service?.isInternal !== false, `${host} is not of the mesh`);
  claim(podsOf(plane, service).length > 0, `${host} has no pods`);
}

/** The mesh that a remote gateway leads to: by its token, or by the network of what it serves. */
function exporterOf(plane: Plane, remote: Any, planes: readonly Plane[]): Plane | undefined {
  const network = remote.metadata.labels['topology.istio.io/network'];
  const entry = plane.objects.find((one) => isEndpoint(one) && one.spec.network === network);
  const hosts = plane.objects.filter(
    (one) => isEntry(one) && includes(entry?.metadata.labels, one.spec.workloadSelector?.labels),
  );
  const rule = plane.objects.find(
    (one) =>
      one.kind === 'DestinationRule' &&
      one.spec.trafficPolicy?.tls?.subjectAltNames &&
      entry &&
      one.metadata.namespace === entry.metadata.namespace,
  );
  const identities: string[] = [
    ...hosts.flatMap((one) => one.spec.subjectAltNames ?? []),
    ...(rule?.spec.trafficPolicy.tls.subjectAltNames ?? []),
  ];
  const others = planes.filter((one) => one !== plane);
  const [token] = (remote.spec.addresses as Any[]).flatMap(
    ({ value }) => /^<ossm-fed:address:([^:]+):/.exec(value)?.[1] ?? [],
  );
  return (
    others.find((one) => token !== undefined && nameOf(one) === token) ??
    others.find(({ istio }) =>
      identities.some((id) => id.startsWith(`spiffe://${istio.spec.values.meshConfig.trustDomain}/`)),
    )
  );
}

/** The mesh's name in tokens: that of its label, which all of its namespaces have. */
function nameOf({ istio }: Plane): string {
  const [selector] = istio.spec.values.meshConfig.discoverySelectors ?? [];
  return selector?.matchLabels['ossm-fed.dev/mesh'] ?? istio.metadata.name;
}

function checkRemote(plane: Plane, remote: Any, planes: readonly Plane[], claim: Claim): void {
  const network = remote.metadata.labels['topology.istio.io/network'];
  const who = `${nameOf(plane)}: ${remote.metadata.name}`;
  claim(network !== plane.istio.spec.values.global.network, `${who} has the network of the mesh itself`);
  const exporter = exporterOf(plane, remote, planes);
  claim(exporter !== undefined, `${who} leads to no mesh`);
  if (exporter === undefined) return;
  checkTrust(plane, exporter, claim);
  const own = new Set(namespacesOf(plane));
  const endpoints = plane.objects.filter(
    (one) => isEndpoint(one) && own.has(one.metadata.namespace) && one.spec.network === network,
  );
  claim(endpoints.length > 0, `${who} serves nothing`);
  for (const endpoint of endpoints) checkEndpoint(plane, exporter, endpoint, claim);
}

/** Both sides know the root of the other one, unless they have one root; the exporter accepts the importer. */
function checkTrust(importer: Plane, exporter: Plane, claim: Claim): void {
  const certificates = (one: Plane): readonly Any[] => one.istio.spec.values.meshConfig.caCertificates ?? [];
  const domain = importer.istio.spec.values.meshConfig.trustDomain;
  const accepts = certificates(exporter).some((one) => (one.trustDomains ?? []).includes(domain));
  claim(accepts, `${nameOf(exporter)} does not accept ${domain}`);
  const hasRoot = (one: Plane, other: Plane) =>
    certificates(one).some(({ pem = '' }) => nameOf(other) === /root:([^>]+)>/.exec(pem)?.[1]);
  claim(
    hasRoot(importer, exporter) === hasRoot(exporter, importer),
    `${nameOf(importer)} and ${nameOf(exporter)}: one root`,
  );
}

function checkEndpoint(importer: Plane, exporter: Plane, endpoint: Any, claim: Claim): void {
  const { labels, namespace } = endpoint.metadata;
  claim(labels['security.istio.io/tlsMode'] === 'istio', `${endpoint.metadata.name} takes no mutual TLS`);
  claim(endpoint.spec.address === undefined, `${endpoint.metadata.name} has an address`);
  const entry = importer.objects.find(
    (one) =>
      isEntry(one) && one.metadata.namespace === namespace && includes(labels, one.spec.workloadSelector?.labels),
  );
  const service = importer.objects.find(
    (one) => one.kind === 'Service' && one.metadata.namespace === namespace && includes(labels, one.spec.selector),
  );
  claim((entry === undefined) !== (service === undefined), `${endpoint.metadata.name} is of one service`);
  const host = entry?.spec.hosts[0] ?? `${service?.metadata.name}.${namespace}.svc.cluster.local`;
  const ports =
    entry?.spec.ports.map((one: Any) => one.number) ?? service?.spec.ports.map((one: Any) => one.port) ?? [];
  const rule = importer.objects.find(
    (one) => one.kind === 'DestinationRule' && one.metadata.namespace === namespace && hostIs(one, host),
  );
  const identities: readonly string[] =
    entry?.spec.subjectAltNames ?? rule?.spec.trafficPolicy?.tls?.subjectAltNames ?? [];
  checkExported(importer, exporter, host, { ports, identities, clients: entry?.spec.exportTo ?? [namespace] }, claim);
  if (service === undefined) return;
  const local = podsOf(importer, { namespace, labels: service.spec.selector }).map((pod) => identityOf(importer, pod));
  claim(local.length === 0 || local.every((id) => identities.includes(id)), `${host} refuses its own pods`);
}

function hostIs(rule: Any, host: string): boolean {
  return rule.spec.host === host || `${rule.spec.host}.${rule.metadata.namespace}.svc.cluster.local` === host;
}

function identityOf({ istio }: Plane, deployment: Any): string {
  const account = deployment.spec.template.spec.serviceAccountName ?? 'default';
  return `spiffe://${istio.spec.values.meshConfig.trustDomain}/ns/${deployment.metadata.namespace}/sa/${account}`;
}

interface Wanted {
  readonly ports: readonly number[];
  readonly identities: readonly string[];
  readonly clients: readonly string[];
}

function checkExported(importer: Plane, exporter: Plane, host: string, wanted: Wanted, claim: Claim): void {
  const own = new Set(namespacesOf(exporter));
  const rules = exporter.objects.filter(
    (one) => isExposure(one) && own.has(one.metadata.namespace) && one.spec.servers[0].tls,
  );
  const rule = rules.find((one) => one.spec.servers[0].hosts.includes(host));
  claim(rule !== undefined, `${host} is imported and not exposed`);
  const gateway = exporter.objects.find((one) => isEastWest(one) && includes(one.metadata.labels, rule?.spec.selector));
  const service = serviceOf(exporter, host, gateway);
  claim(
    wanted.ports.every((port) => service?.ports.includes(port)),
    `${host}: ports differ`,
  );
  const pods = podsOf(exporter, service);
  const served = pods.map((pod) => identityOf(exporter, pod));
  claim(
    served.every((id) => wanted.identities.includes(id)),
    `${host}: ${served.join()} is not accepted`,
  );
  for (const pod of pods) checkAdmitted(importer, exporter, pod, wanted.clients, claim);
}

/** Policies for the pods admit the importing namespaces, and the mesh of the pods itself. */
function checkAdmitted(importer: Plane, exporter: Plane, pod: Any, clients: readonly string[], claim: Claim): void {
  const policies = exporter.objects.filter(
    (one) =>
      one.kind === 'AuthorizationPolicy' &&
      one.metadata.namespace === pod.metadata.namespace &&
      includes(pod.spec.template.metadata.labels, one.spec.selector?.matchLabels),
  );
  if (policies.length === 0) return;
  const principals: string[] = policies.flatMap((one) => one.spec.rules[0].from[0].source.principals);
  const admits = (id: string) =>
    principals.some((one) => (one.endsWith('*') ? id.startsWith(one.slice(0, -1)) : one === id));
  const [theirs, ours] = [importer, exporter].map(({ istio }) => istio.spec.values.meshConfig.trustDomain);
  for (const client of clients) {
    claim(admits(`${theirs}/ns/${client === '*' ? 'any' : client}/sa/any`), `${pod.metadata.name} shuts ${theirs} out`);
  }
  claim(admits(`${ours}/ns/${pod.metadata.namespace}/sa/any`), `${pod.metadata.name} shuts its own mesh out`);
}

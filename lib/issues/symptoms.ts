/** A symptom of a federation that does not work: the source of `ossm-fed explain SYMPTOM` and docs/troubleshooting.md. */
export interface Symptom {
  /** The short name, such as `status-empty`. */
  readonly name: string;
  /** What is seen. */
  readonly title: string;
  /** What messages and statuses say, in lower case; a part of it is enough to find the symptom. */
  readonly words: readonly string[];
  /** What can cause it, each with the lint rules that find it; empty where none can. */
  readonly causes: readonly SymptomCause[];
}

/** A cause of a symptom. */
export interface SymptomCause {
  /** The cause, in one sentence without a period. */
  readonly text: string;
  /** The lint rules that find it. */
  readonly rules: readonly string[];
}

function cause(text: string, ...rules: readonly string[]): SymptomCause {
  return { text, rules };
}

/** Causes of a 503 in OpenShift Service Mesh 3, the most frequent one first. */
const OSSM3_UNAVAILABLE: readonly SymptomCause[] = [
  cause(
    'OpenShift Service Mesh 3, at the gateway (NR): the host is not exposed, has no ServiceEntry, or has another port or subset',
    'FED131',
    'FED106',
    'FED107',
    'FED115',
    'FED116',
    'FED119',
    'FED134',
  ),
  cause(
    'OpenShift Service Mesh 3, at the client (UH): the network has no gateway or no address, or the endpoint lacks mutual TLS',
    'FED110',
    'FED112',
    'FED130',
    'FED132',
    'FED140',
  ),
  cause(
    'OpenShift Service Mesh 3, in the TLS handshake (UF): roots, trust domains or identities do not match',
    'FED103',
    'FED105',
    'FED114',
    'FED122',
  ),
];

/** All symptoms, in the order in which a federation is set up. Source: docs/federation.md, Symptoms. */
export const SYMPTOMS: readonly Symptom[] = [
  {
    name: 'no-matches-for-kind',
    title: 'applying reports: no matches for kind "ServiceMeshPeer" or "VirtualService"',
    words: ['no matches for kind', 'crd missing'],
    causes: [cause('the operator installs these kinds with the first control plane: apply 20-mesh and wait for it')],
  },
  {
    name: 'unknown-field',
    title: 'applying reports an unknown field "alias" or "importAsLocal", or a YAML error at a star',
    words: ['unknown field', 'strict decoding error', 'did not find expected alphabetic'],
    causes: [cause('a field is at the wrong level, or "*" has no quotes', 'FED023')],
  },
  {
    name: 'control-plane-not-ready',
    title: 'the control plane reports DependencyMissingError, or lacks a gateway',
    words: ['dependencymissingerror', 'dependency missing', 'gateway missing'],
    causes: [
      cause('Kiali or Jaeger is on and its operator is not installed', 'FED027'),
      cause('the gateway is not enabled', 'FED006'),
    ],
  },
  {
    name: 'member-roll-not-ready',
    title: 'the member roll does not become ready',
    words: ['pendingmembers', 'pending members', 'smmr'],
    causes: [cause('a member does not exist or is in two rolls, or the roll is not named "default"', 'FED026')],
  },
  {
    name: 'status-empty',
    title: 'a ServiceMeshPeer has no status',
    words: ['no status', 'empty status', 'status empty', 'discoverystatus'],
    causes: [
      cause('the peer is not in the namespace of the control plane', 'FED003'),
      cause('the ConfigMap of the root certificate is missing or lacks the key root-cert.pem', 'FED011'),
      cause('the peer has the name of its own cluster', 'FED025'),
    ],
  },
  {
    name: '503',
    title: '503 Service Unavailable',
    words: ['service unavailable', 'no healthy upstream', 'connection refused', 'timeout', 'uh', 'nr'],
    causes: [
      ...OSSM3_UNAVAILABLE,
      cause('in lastDisconnectStatus: the address or port of the peer is wrong or does not answer', 'FED010', 'FED008'),
      cause('in lastDisconnectStatus: a gateway is missing or not enabled', 'FED006'),
      cause('in lastDisconnectStatus: the trust domain or the root certificate is wrong', 'FED005', 'FED011'),
      cause(
        'calls to an import: the egress Service lacks port 15443, or an old version has a wrong network',
        'FED008',
        'FED009',
      ),
      cause('calls to an import: the exported Service has several ports', 'FED015'),
      cause('calls to an import: a subset selects labels that imports do not have', 'FED019'),
      cause('calls on failover: the merged service has the identities of the local pods alone', 'FED060'),
    ],
  },
  {
    name: '403',
    title: '403 Forbidden, or RBAC: access denied',
    words: ['rbac: access denied', 'forbidden', 'access denied', 'unauthorized'],
    causes: [
      cause(
        'OpenShift Service Mesh 3: a policy of the exported service does not name the identity of the caller',
        'FED121',
        'FED137',
        'FED144',
      ),
      cause('in lastDisconnectStatus: the other mesh states a wrong client ID', 'FED004', 'FED031'),
      cause('in lastDisconnectStatus: two peers share an ingress gateway', 'FED007'),
      cause(
        "at the exported workload: a policy allows remote identities instead of the mesh's ingress gateway",
        'FED033',
      ),
    ],
  },
  {
    name: 'certificate-verify-failed',
    title: 'CERTIFICATE_VERIFY_FAILED, or connections fail after a new root certificate',
    words: ['certificate_verify_failed', 'certificate verify failed', 'tls error', 'x509'],
    causes: [
      cause(
        'the copy of the root certificate at the peer is old or another one; "ossm-fed fetch --check" compares it',
        'FED011',
      ),
      cause('the trust domain of the peer is wrong', 'FED005'),
      cause(
        'OpenShift Service Mesh 3: the root certificate of the other mesh is missing, invalid, or not sent to proxies',
        'FED103',
        'FED104',
        'FED122',
      ),
      cause('a service that an import is merged with lacks the identity of the egress gateway', 'FED060'),
    ],
  },
  {
    name: 'exports-empty',
    title: 'status.exportedServices is empty, or lacks a service',
    words: ['exportedservices', 'nothing exported', 'not exported'],
    causes: [
      cause('the namespace is not a member, or the labels are those of pods', 'FED014'),
      cause('the set has another name than the peer', 'FED002'),
      cause('a rule has an invalid type or selector', 'FED022'),
      cause('the Service is hidden by exportTo', 'FED029'),
      cause('two services have one exported name, so the API rejects the whole status', 'FED021'),
    ],
  },
  {
    name: 'import-without-host',
    title: 'an entry of status.importedServices has no localService.hostname',
    words: ['importedservices', 'nothing imported', 'not imported', 'localservice'],
    causes: [
      cause('no import rule matches the exported name; rules match it, not the original one', 'FED013', 'FED022'),
    ],
  },
  {
    name: 'import-not-resolved',
    title: 'an imported host does not resolve',
    words: ['could not resolve host', 'nxdomain', 'dns', 'no such host'],
    causes: [
      cause('the calling pod has no sidecar', 'FED039'),
      cause('the namespace of the caller is not a member', 'FED026'),
      cause('a Sidecar hides the control-plane namespace', 'FED038'),
      cause('OpenShift Service Mesh 3: the mesh has no DNS capture', 'FED123'),
      cause('OpenShift Service Mesh 3: exportTo or a Sidecar hides the import from its callers', 'FED142'),
    ],
  },
  {
    name: '404',
    title: '404 on an imported host',
    words: ['not found', 'no route'],
    causes: [cause('the VirtualService has a short or wrong host', 'FED020')],
  },
  {
    name: 'local-traffic-leaves',
    title: 'calls go to the peer although the local pods are healthy',
    words: ['goes remote', 'load balancing', 'locality'],
    causes: [cause('the import as local has no locality, or no outlier detection', 'FED017', 'FED018')],
  },
  {
    name: 'frozen-control-plane',
    title: 'changes of the mesh do not take effect, or istiod logs: resync failed',
    words: ['resync failed', 'timeout while waiting', 'frozen', 'freeze'],
    causes: [
      cause(
        'an accepted peer does not answer: istiod holds a lock while it polls it; delete the peer and restart istiod',
        'FED004',
        'FED005',
        'FED010',
        'FED011',
      ),
      cause('an edit was made less than a minute ago: wait 60 s'),
    ],
  },
  {
    name: 'trust-anchors-not-updated',
    title: 'istiod logs: failed to update meshConfig PEM trustAnchors',
    words: ['trustanchors', 'trust anchors', 'failed to update meshconfig'],
    causes: [
      cause(
        'one entry of meshConfig.caCertificates is invalid, and istiod keeps the set that it had, also for other meshes',
        'FED104',
      ),
    ],
  },
  {
    name: 'gateway-not-programmed',
    title: 'a Gateway of OpenShift Service Mesh 3 has no pods or no address, or its status stays pending',
    words: ['programmed', 'waiting for controller', 'no address', 'pending'],
    causes: [
      cause('the Gateway has no revision, or one that does not exist', 'FED117', 'FED125'),
      cause('discoverySelectors do not match its namespace', 'FED127'),
    ],
  },
  {
    name: 'merged-service-stays-local',
    title: 'an import into a local Service never gets calls, and callers see no error',
    words: ['never remote', 'failover does not', 'importaslocal'],
    causes: [cause('no DestinationRule states the identities of both sides, and retries hide it', 'FED108')],
  },
  {
    name: 'unknown-mesh',
    title: 'istiod logs: unknown mesh specified',
    words: ['unknown mesh specified', '400 bad request'],
    causes: [
      cause(
        'a ServiceMeshPeer was deleted and created again at once: restart istiod, and wait for the deletion next time',
      ),
    ],
  },
  {
    name: 'pods-not-ready',
    title: 'new pods of the mesh do not become ready',
    words: ['not ready', 'readiness probe'],
    causes: [cause('a text that is not a certificate is under root-cert.pem', 'FED011', 'FED034')],
  },
];

/**
 * The symptoms that a text means, in any case and with any separators: those of its name, else those whose title or words
 * have the text as a part or are a part of it, else those with all of its words.
 */
export function findSymptoms(text: string): readonly Symptom[] {
  const wanted = plain(text.slice(0, MAX_LENGTH));
  if (wanted.length < 2) return [];
  const named = SYMPTOMS.filter(({ name }) => plain(name) === wanted);
  if (named.length > 0) return named;
  const within = SYMPTOMS.filter((symptom) =>
    textsOf(symptom).some((one) => hasWords(one, wanted) || hasWords(wanted, one)),
  );
  if (within.length > 0) return within;
  const parts = wanted.split(' ');
  return SYMPTOMS.filter((symptom) => parts.every((part) => textsOf(symptom).some((one) => hasWords(one, part))));
}

/** A symptom with its causes and their rules, as Markdown that is readable as plain text. */
export function symptomExplanation({ name, title, causes }: Symptom): string {
  const lines = causes.map(({ text, rules }) => `- ${text}${rules.length > 0 ? ` (${rules.join(', ')})` : ''}\n`);
  return `## ${name}\n\n**${title[0]?.toUpperCase()}${title.slice(1)}**\n\n${lines.join('')}`;
}

/** More of a message than this is not compared. */
const MAX_LENGTH = 1000;

function textsOf({ name, title, words }: Symptom): readonly string[] {
  return [name, title, ...words].map(plain);
}

/** A text in lower case whose words are separated by one space. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function hasWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}

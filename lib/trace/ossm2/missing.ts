import { suggestName } from '../../issues/suggest';
import { importHosts, localImportsByRemoteHost } from '../../lint/rules/support/import-hosts';
import type { ObservedExport, ObservedMesh, ObservedPeer } from '../../observed/model';
import { serviceOfHost } from '../../observed/ossm3/hosts';
import { type DraftFailure, type DraftWay, failing } from '../draft';
import { nearestHost } from '../hosts';
import type { Call } from '../mesh';

const NO_ENDPOINTS = 'the host has no endpoints: calls get 503';

/** The way of a call to a host that a mesh does not know, with the reason: a missing import, export or Service. */
export function missingWay(mesh: ObservedMesh, { destination }: Call, hosts: readonly string[]): DraftWay {
  const { host, subject } = destination;
  const failure = importFailure(mesh, host) ?? localFailure(mesh, host, hosts);
  return failing([], { effect: NO_ENDPOINTS, ...(subject && { subject }), ...failure });
}

type Reason = Omit<DraftFailure, 'arrives'>;

/** Why a host under a suffix of imports is not imported; undefined for other hosts. */
function importFailure(mesh: ObservedMesh, host: string): Reason | undefined {
  const local = localImportsByRemoteHost(mesh).get(host);
  if (local !== undefined) {
    return {
      code: 'FED020',
      message: `the host "${host}" is not imported: the service is imported as local, with the host "${local.host}"`,
      fix: `call "${local.host}"`,
    };
  }
  const judged = importHosts(mesh)(host);
  if (judged === undefined) return undefined;
  if (judged.kind === 'imported') return judged.peers[0] && peerFailure(judged.peers[0], host);
  if (judged.kind === 'unknown-peer') {
    return {
      code: 'FED020',
      message: `the host "${host}" is not imported: no peer of the mesh has hosts with this suffix`,
      fix: judged.hosts.length === 0 ? 'import the service' : suggestName(host, judged.hosts),
    };
  }
  const near = nearestHost(host, judged.hosts);
  if (near !== undefined) {
    return { code: 'FED020', message: `the host "${host}" is not imported`, fix: `write "${near}"` };
  }
  const [peer] = judged.peers;
  return peer === undefined ? undefined : peerFailure(peer, host);
}

/** Why a peer does not bring a host, although the host has the suffix of its imports. */
function peerFailure(peer: ObservedPeer, host: string): Reason {
  const { imports, counterpart, object, name: peerName } = peer;
  const [name = '', namespace = ''] = host.split('.');
  const service = `"${name}.${namespace}"`;
  if (imports === undefined) {
    return {
      code: 'FED002',
      message: `the host "${host}" is not imported: the peer "${peerName}" has no ImportedServiceSet`,
      fix: `add an ImportedServiceSet "${peerName}" that imports ${service}`,
      subject: { object, path: ['metadata', 'name'] },
    };
  }
  const rules = { object: imports.object, path: imports.path };
  if (counterpart === undefined) {
    return {
      code: 'FED001',
      message: `the host "${host}" is not imported: the peer "${peerName}" has no counterpart`,
      fix: 'add the peer on the other side, or trace with the manifests of that mesh too',
      subject: { object, path: ['spec', 'security', 'trustDomain'] },
    };
  }
  const same = ({ name: one, namespace: other }: ObservedExport['offered']) => one === name && other === namespace;
  if (counterpart.offers.some(({ offered }) => same(offered))) {
    return {
      code: 'FED013',
      message: `the host "${host}" is not imported: the peer exports ${service}, and no import rule gives it this host`,
      fix: `add an import rule for ${service}`,
      subject: rules,
    };
  }
  const renamed = counterpart.offers.find(({ original }) => same(original));
  if (renamed !== undefined) {
    const alias = `${renamed.offered.name}.${renamed.offered.namespace}`;
    return {
      code: 'FED013',
      message: `the host "${host}" is not imported: the peer exports ${service} as "${alias}"`,
      fix: `import "${alias}", and call the host of that import`,
      subject: rules,
    };
  }
  return notExported(counterpart, host, service);
}

/** Why a service that no export rule matches is not imported. */
function notExported(counterpart: ObservedPeer, host: string, service: string): Reason {
  const { exports, mesh } = counterpart;
  return {
    code: exports === undefined ? 'FED002' : 'FED014',
    message: `the host "${host}" is not imported: the mesh "${mesh?.name ?? ''}" does not export ${service}`,
    fix: `add an export rule for ${service}`,
    subject: exports === undefined ? { object: counterpart.object } : { object: exports.object, path: exports.path },
  };
}

/** Why a host of the cluster, or any other one, leads nowhere. */
function localFailure(mesh: ObservedMesh, host: string, hosts: readonly string[]): Reason {
  const service = serviceOfHost(host);
  const near = nearestHost(host, hosts);
  const fix = near === undefined ? 'call the host of a Service or of an import' : `write "${near}"`;
  if (service === undefined) {
    return {
      code: 'FED020',
      message: `unknown host "${host}": no Service, import or ServiceEntry of the mesh has it`,
      fix,
    };
  }
  const where = `namespace "${service.namespace}" of the cluster "${mesh.cluster.name}"`;
  return { code: 'FED020', message: `no Service "${service.name}" in the ${where}`, fix };
}

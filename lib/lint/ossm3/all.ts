import type { Rule } from '../rule';
import { istioVersion } from './rules/fed101-version';
import { cniVersion } from './rules/fed102-cni-version';
import { trustedRoots } from './rules/fed103-roots';
import { certificates } from './rules/fed104-certificates';
import { acceptedTrustDomains } from './rules/fed105-accepted-domains';
import { exposedWithoutService } from './rules/fed106-exposed-without-service';
import { ports } from './rules/fed107-ports';
import { mergedServiceIdentities } from './rules/fed108-merged-identities';
import { hostOfService } from './rules/fed109-host-of-service';
import { unknownNetwork } from './rules/fed110-unknown-network';
import { networkNames } from './rules/fed111-network-names';
import { tlsMode } from './rules/fed112-tls-mode';
import { noIdentity } from './rules/fed113-no-identity';
import { wrongIdentity } from './rules/fed114-wrong-identity';
import { hiddenExports } from './rules/fed115-hidden-exports';
import { gatewaySelector } from './rules/fed116-gateway-selector';
import { gatewayRevision } from './rules/fed117-gateway-revision';
import { starHostname } from './rules/fed118-star-hostname';
import { importedSubsets } from './rules/fed119-subsets';
import { aliasedPrincipal } from './rules/fed120-aliased-principal';
import { shutOutCallers } from './rules/fed121-shut-out-callers';
import { severalRoots } from './rules/fed122-several-roots';
import { dnsCapture } from './rules/fed123-dns-capture';
import { selectedTwice } from './rules/fed124-selected-twice';
import { revisions } from './rules/fed125-revisions';
import { twoInjections } from './rules/fed126-two-injections';
import { discovery } from './rules/fed127-discovery';
import { oldAPI } from './rules/fed128-old-api';
import { meshesOfACluster } from './rules/fed129-meshes-of-a-cluster';
import { remoteAddresses } from './rules/fed130-addresses';
import { notExposed } from './rules/fed131-not-exposed';
import { unserved } from './rules/fed132-unserved';
import { overlappingServers } from './rules/fed133-overlapping-servers';
import { location } from './rules/fed134-location';
import { portMap } from './rules/fed135-port-map';
import { severalExporters } from './rules/fed136-several-exporters';
import { ownDomainPattern } from './rules/fed137-own-domain-pattern';
import { noMutualTLS } from './rules/fed138-no-mutual-tls';
import { exportWorkloads } from './rules/fed139-export-workloads';
import { remoteListener } from './rules/fed140-remote-listener';
import { twoEntries } from './rules/fed141-two-entries';
import { hiddenImports } from './rules/fed142-hidden-imports';
import { gatewayAddresses } from './rules/fed143-gateway-addresses';
import { unknownDomain } from './rules/fed144-unknown-domain';
import { gatewayListenerPorts } from './rules/fed145-gateway-ports';

/** The rules for OpenShift Service Mesh 3, in the order of their numbers. */
export const OSSM3_RULES: readonly Rule[] = [
  istioVersion,
  cniVersion,
  trustedRoots,
  certificates,
  acceptedTrustDomains,
  exposedWithoutService,
  ports,
  mergedServiceIdentities,
  hostOfService,
  unknownNetwork,
  networkNames,
  tlsMode,
  noIdentity,
  wrongIdentity,
  hiddenExports,
  gatewaySelector,
  gatewayRevision,
  starHostname,
  importedSubsets,
  aliasedPrincipal,
  shutOutCallers,
  severalRoots,
  dnsCapture,
  selectedTwice,
  revisions,
  twoInjections,
  discovery,
  oldAPI,
  meshesOfACluster,
  remoteAddresses,
  notExposed,
  unserved,
  overlappingServers,
  location,
  portMap,
  severalExporters,
  ownDomainPattern,
  noMutualTLS,
  exportWorkloads,
  remoteListener,
  twoEntries,
  hiddenImports,
  gatewayAddresses,
  unknownDomain,
  gatewayListenerPorts,
];

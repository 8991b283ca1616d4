import type { Rule } from '../rule';
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
import { importedSubsets } from './rules/fed119-subsets';
import { severalRoots } from './rules/fed122-several-roots';
import { revisions } from './rules/fed125-revisions';
import { discovery } from './rules/fed127-discovery';
import { remoteAddresses } from './rules/fed130-addresses';
import { notExposed } from './rules/fed131-not-exposed';
import { unserved } from './rules/fed132-unserved';
import { location } from './rules/fed134-location';
import { exportWorkloads } from './rules/fed139-export-workloads';
import { remoteListener } from './rules/fed140-remote-listener';
import { gatewayListenerPorts } from './rules/fed145-gateway-ports';

/** The rules for OpenShift Service Mesh 3, in the order of their numbers. */
export const OSSM3_RULES: readonly Rule[] = [
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
  importedSubsets,
  severalRoots,
  revisions,
  discovery,
  remoteAddresses,
  notExposed,
  unserved,
  location,
  exportWorkloads,
  remoteListener,
  gatewayListenerPorts,
];

import { OSSM3_RULES } from '../ossm3/all';
import type { Rule } from '../rule';
import { counterpart } from './fed001-counterpart';
import { setOfAPeer } from './fed002-set-of-a-peer';
import { namespace } from './fed003-namespace';
import { clientID } from './fed004-client-id';
import { trustDomain } from './fed005-trust-domain';
import { gateways } from './fed006-gateways';
import { sharedGateways } from './fed007-shared-gateways';
import { gatewayPorts } from './fed008-gateway-ports';
import { networkView } from './fed009-network-view';
import { addresses } from './fed010-addresses';
import { rootCertificates } from './fed011-root-certificates';
import { networkLoadBalancer } from './fed012-network-load-balancer';
import { importRules } from './fed013-import-rules';
import { exportRules } from './fed014-export-rules';
import { servicePorts } from './fed015-service-ports';
import { localAlias } from './fed016-local-alias';
import { locality } from './fed017-locality';
import { failover } from './fed018-failover';
import { importSubsets } from './fed019-import-subsets';
import { hosts } from './fed020-hosts';
import { oneName } from './fed021-one-name';
import { skippedRules } from './fed022-skipped-rules';
import { structure } from './fed023-structure';
import { gatewayNames } from './fed024-gateway-names';
import { peerNames } from './fed025-peer-names';
import { members } from './fed026-members';
import { operators } from './fed027-operators';
import { identity } from './fed028-identity';
import { hiddenServices } from './fed029-hidden-services';
import { loops } from './fed030-loops';
import { clientIDShape } from './fed031-client-id-shape';
import { mutualTLS } from './fed032-mutual-tls';
import { authorizationPrincipals } from './fed033-authorization-principals';
import { placeholders } from './fed034-placeholders';
import { supportedPlatform } from './fed035-supported-platform';
import { collidingNames } from './fed036-colliding-names';
import { oneControlPlane } from './fed037-one-control-plane';
import { sidecarHosts } from './fed038-sidecar-hosts';
import { sidecarInjection } from './fed039-sidecar-injection';
import { wildcardExport } from './fed040-wildcard-export';
import { superfluousSettings } from './fed041-superfluous-settings';
import { openLoadBalancer } from './fed042-open-load-balancer';
import { customCA } from './fed043-custom-ca';
import { nodePorts } from './fed044-node-ports';
import { oneSided } from './fed045-one-sided';
import { transitiveExport } from './fed046-transitive-export';
import { duplicateObjects } from './fed050-duplicate-objects';
import { sharedEndpoints } from './fed051-shared-endpoints';
import { mergedIdentities } from './fed060-merged-identities';

/** Every rule, in the order of their numbers. */
export const RULES: readonly Rule[] = [
  counterpart,
  setOfAPeer,
  namespace,
  clientID,
  trustDomain,
  gateways,
  sharedGateways,
  gatewayPorts,
  networkView,
  addresses,
  rootCertificates,
  networkLoadBalancer,
  importRules,
  exportRules,
  servicePorts,
  localAlias,
  locality,
  failover,
  importSubsets,
  hosts,
  oneName,
  skippedRules,
  structure,
  gatewayNames,
  peerNames,
  members,
  operators,
  identity,
  hiddenServices,
  loops,
  clientIDShape,
  mutualTLS,
  authorizationPrincipals,
  placeholders,
  supportedPlatform,
  collidingNames,
  oneControlPlane,
  sidecarHosts,
  sidecarInjection,
  wildcardExport,
  superfluousSettings,
  openLoadBalancer,
  customCA,
  nodePorts,
  oneSided,
  transitiveExport,
  duplicateObjects,
  sharedEndpoints,
  mergedIdentities,
  ...OSSM3_RULES,
];

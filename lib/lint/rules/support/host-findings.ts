import { findingMaker } from '../../findings';

const NOT_IMPORTED = 'the host "{host}" is not imported';
const NO_PEER = 'the host "{host}" is not imported: no peer of the mesh has hosts with this suffix';
const NO_ENDPOINTS = 'requests to the host get 503';
const WRITE_HOST = 'write {known}';
const IMPORT = 'import the service, or remove the host';
const NO_SUBSET = 'no DestinationRule for "{host}" has the subset "{subset}"';
const SUBSET_503 = 'requests to the subset get 503';
const SUBSETS = ['the subsets of the host', 'the subset is used here too'];
const WEIGHTS = 'the weights {weights} add up to {sum} instead of 100';
const HUNDRED = 'write weights that add up to 100';

const NO_SERVICE =
  'the manifests have no Service for the host "{host}", and have other Services of the namespace "{namespace}"';
const UNLESS = 'unless the Service is deployed from elsewhere, requests to the host fail';

/** Everything that FED020 reports. */
export const HOST_FINDINGS = {
  unknownHost: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: WRITE_HOST,
    related: ['the imports from the peer'],
  },
  nothingImported: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: IMPORT,
    related: ['the imports from the peer'],
  },
  missingImportedServiceSet: {
    severity: 'error',
    message: NOT_IMPORTED,
    effect: NO_ENDPOINTS,
    fix: IMPORT,
    related: ['the peer has no ImportedServiceSet'],
  },
  unknownPeer: { severity: 'error', message: NO_PEER, effect: NO_ENDPOINTS, fix: WRITE_HOST },
  unknownPeerWithoutImports: { severity: 'error', message: NO_PEER, effect: NO_ENDPOINTS, fix: IMPORT },
  exportedHost: {
    severity: 'error',
    message: 'the host "{host}" is that of an export to a peer: workloads of the mesh cannot call it',
    effect: NO_ENDPOINTS,
    fix: 'write the host of the Service itself, or that of an import',
  },
  importedAsLocal: {
    severity: 'error',
    message: 'the host "{host}" is not imported: the service is imported as local, with the host "{local}"',
    effect: NO_ENDPOINTS,
    fix: 'write "{local}"',
    related: ['the rule that imports the service as local'],
  },
  misspelledService: { severity: 'warning', message: NO_SERVICE, effect: UNLESS, fix: 'write "{near}"' },
  unknownService: {
    severity: 'warning',
    message: NO_SERVICE,
    effect: UNLESS,
    fix: 'write the host of a Service, or add the Service',
  },
  wrongPort: {
    severity: 'error',
    message: 'the host "{host}" has no port {port}: {known}',
    effect: NO_ENDPOINTS,
    fix: 'write {ports}',
  },
  shortName: {
    severity: 'error',
    message: 'the host "{host}" is a short name; the service is imported as "{imported}"',
    effect: NO_ENDPOINTS,
    fix: 'write "{imported}"',
  },
  misspelledSubset: {
    severity: 'error',
    message: NO_SUBSET,
    effect: SUBSET_503,
    fix: 'write "{near}"',
    related: SUBSETS,
  },
  unknownSubset: {
    severity: 'error',
    message: NO_SUBSET,
    effect: SUBSET_503,
    fix: 'add the subset "{subset}" to the DestinationRule',
    related: SUBSETS,
  },
  missingDestinationRule: {
    severity: 'warning',
    message: 'the subset "{subset}" of "{host}" requires a DestinationRule, and the manifests have none for the host',
    effect: 'requests to the subset get 503, unless the DestinationRule is deployed from elsewhere',
    fix: 'add a DestinationRule for "{host}" with the subset "{subset}"',
    related: ['the subset is used here too'],
  },
  rejectedWeights: {
    severity: 'error',
    message: WEIGHTS,
    effect: 'Istio rejects the VirtualService',
    fix: HUNDRED,
  },
  relativeWeights: {
    severity: 'warning',
    message: WEIGHTS,
    effect: 'the weights are not percentages: each destination gets its share of the sum',
    fix: HUNDRED,
  },
} as const;

/** Makes the findings of FED020. */
export const hostFinding = findingMaker(HOST_FINDINGS);

import type { Rule } from '../rule';
import { trustedRoots } from './rules/fed103-roots';
import { certificates } from './rules/fed104-certificates';
import { acceptedTrustDomains } from './rules/fed105-accepted-domains';
import { exposedWithoutService } from './rules/fed106-exposed-without-service';
import { ports } from './rules/fed107-ports';
import { unknownNetwork } from './rules/fed110-unknown-network';
import { tlsMode } from './rules/fed112-tls-mode';
import { noIdentity } from './rules/fed113-no-identity';
import { wrongIdentity } from './rules/fed114-wrong-identity';
import { notExposed } from './rules/fed131-not-exposed';

/** The rules for OpenShift Service Mesh 3, in the order of their numbers. */
export const OSSM3_RULES: readonly Rule[] = [
  trustedRoots,
  certificates,
  acceptedTrustDomains,
  exposedWithoutService,
  ports,
  unknownNetwork,
  tlsMode,
  noIdentity,
  wrongIdentity,
  notExposed,
];

import type { Edit } from '../../examples/edit';
import type { RuleExample } from '../../rule';
import { OSSM3_BASE } from '../examples/base';

/** The example of a rule for OpenShift Service Mesh 3. */
export function ossm3Example(fault: readonly Edit[], given: readonly Edit[] = []): RuleExample {
  return { base: OSSM3_BASE, given, fault };
}

import type { Construct } from 'constructs';
import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '../../imports/security.istio.io';
import type { AccessPolicy } from '../generation';

/** Who may call the pods behind shared services of one namespace. */
export class FederationAccessPolicy extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, { name, namespace, workload, principals }: AccessPolicy) {
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        ...(Object.keys(workload).length > 0 && { selector: { matchLabels: workload } }),
        action: AuthorizationPolicySpecAction.ALLOW,
        rules: [{ from: [{ source: { principals: [...principals] } }] }],
      },
    });
  }
}

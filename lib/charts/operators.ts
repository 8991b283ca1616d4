import type { Construct } from 'constructs';
import { OperatorGroup, OperatorGroupSpecUpgradeStrategy, Subscription } from '../../imports/operators.coreos.com';
import type { ClusterPlan, Operator, StageFiles } from '../generation';
import { addSharedNamespace } from './namespaces';

/**
 * The operators of a cluster, one file per namespace, and the namespaces that OpenShift does not have by default.
 *
 * @param stageOf the chart of a stage by its name
 */
export function addOperators(stageOf: (stage: string) => StageFiles, cluster: ClusterPlan): void {
  for (const namespace of cluster.operatorNamespaces) {
    addSharedNamespace(stageOf('namespaces').file(namespace), namespace);
    // Without target namespaces the group applies to the whole cluster, the only install mode of these operators.
    new OperatorGroup(stageOf('operators').file(namespace), 'operator-group', {
      metadata: { name: namespace, namespace },
      spec: { upgradeStrategy: OperatorGroupSpecUpgradeStrategy.DEFAULT },
    });
  }
  for (const operator of cluster.operators) {
    new OperatorSubscription(stageOf('operators').file(operator.namespace), operator.package, operator);
  }
}

/** The Subscription of one operator of OLM. */
export class OperatorSubscription extends Subscription {
  constructor(scope: Construct, id: string, props: Operator) {
    const { package: name, namespace, channel, catalog, catalogNamespace, approval, startingCSV } = props;
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        channel,
        name,
        source: catalog,
        sourceNamespace: catalogNamespace,
        installPlanApproval: approval,
        ...(startingCSV !== undefined && { startingCsv: startingCSV }),
      },
    });
  }
}

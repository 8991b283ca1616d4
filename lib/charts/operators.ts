import type { Construct } from 'constructs';
import { OperatorGroup, OperatorGroupSpecUpgradeStrategy, Subscription } from '../../imports/operators.coreos.com';
import type { ClusterPlan, Operator, StageFiles } from '../generation';
import { addNamespace } from './namespaces';

/** The operators of a cluster, one file per namespace. */
export function addOperators(stage: StageFiles, cluster: ClusterPlan): void {
  for (const namespace of cluster.operatorNamespaces) {
    const file = stage.file(namespace);
    addNamespace(file, namespace);
    // Without target namespaces the group is for the whole cluster, the only install mode of these operators.
    new OperatorGroup(file, 'operator-group', {
      metadata: { name: namespace, namespace },
      spec: { upgradeStrategy: OperatorGroupSpecUpgradeStrategy.DEFAULT },
    });
  }
  for (const operator of cluster.operators) {
    new OperatorSubscription(stage.file(operator.namespace), operator.package, operator);
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

import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { exportedName, exportSkipReason } from '../../matching/export';
import { type KubernetesLabelSelector, matchesLabels } from '../../matching/label-selector';
import { type ExportRule, LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { group } from '../../observed/clusters';
import type { Fleet, ObservedMesh, ObservedPeer, ObservedService } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { labelsAt } from './support/texts';
import { meshLabel } from './support/words';

/** FED014: exports meet Services. */
export const exportRules: Rule = {
  id: 'FED014',
  severity: 'error',
  title: 'each export rule matches a Service in a namespace of the mesh',
  cause:
    'The namespace is no member of the mesh, a name is misspelt, or the labels are those of the pods, while rules go by those of the Service.',
  effect: 'the rule exports nothing; the status of the set lists fewer services than it should',
  fix: "Make the namespace a member of the mesh, and write the Service's own name or labels.",
  source: 'fact sheet 1.4, 2.4 and 8 (F5)',
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.2', {
        type: 'NameSelector',
        nameSelector: { namespace: 'stocks', name: 'orders' },
      }),
    ],
  },
  check: (fleet, report) => {
    const check = new ExportCheck(fleet);
    for (const peer of fleet.peers) {
      for (const finding of check.peer(peer)) report(finding);
    }
  },
};

class ExportCheck {
  private readonly names = new NearestNames();
  private readonly objects = new ObjectsByNamespace('', 'Service');
  private readonly deployments = new ObjectsByNamespace('apps', 'Deployment');
  private readonly services: ReadonlyMap<ObservedMesh, ReadonlyMap<string, readonly ObservedService[]>>;

  constructor({ meshes }: Fleet) {
    this.services = new Map(meshes.map((mesh) => [mesh, group(mesh.services, ({ namespace }) => namespace)]));
  }

  peer({ exports, mesh }: ObservedPeer): readonly Finding[] {
    if (exports === undefined || mesh === undefined) return [];
    return exports.rules.flatMap((rule, index) => {
      // A rule that istiod drops is FED022.
      if (exportSkipReason(rule) !== undefined) return [];
      const path = [...exports.path, index];
      const found = this.rule(rule, mesh, exports.object, path);
      return found === undefined ? [] : [found];
    });
  }

  private rule(rule: ExportRule, mesh: ObservedMesh, object: ManifestObject, path: Path): Finding | undefined {
    const isByLabels = rule.type === LABEL_SELECTOR;
    const selector = isByLabels ? 'labelSelector' : 'nameSelector';
    const namespace = rule[selector]?.namespace;
    const place = { object, path: [...path, selector] };
    if (!isAny(namespace) && isKnownOutside(mesh, namespace)) return this.outside(namespace, mesh, place);
    if (!this.isComplete(mesh, namespace) || this.matches(rule, mesh, namespace)) return undefined;
    if (isByLabels) return this.labels(rule.labelSelector?.selector, mesh, namespace, place);
    return this.name(rule.nameSelector?.name, mesh, namespace, place);
  }

  private outside(namespace: string, mesh: ObservedMesh, { object, path }: Place): Finding {
    const near = this.names.find(namespace, [...mesh.members]);
    const roll = mesh.memberRolls[0];
    return {
      object,
      path: [...path, 'namespace'],
      message: `the namespace "${namespace}" is not a member of ${meshLabel(mesh)}`,
      effect: 'istiod does not see the Services of the namespace, so the rule exports nothing',
      fix: `${near === undefined ? '' : `write "${near}", or `}add "${namespace}" to the members of the mesh`,
      ...(roll && { related: [{ object: roll, path: ['spec', 'members'], text: 'the members of the mesh' }] }),
    };
  }

  /**
   * Whether the manifests have Services wherever a rule looks for them. Where a namespace has none of them, somebody
   * else deploys its applications, and nothing can be told of them.
   */
  private isComplete(mesh: ObservedMesh, namespace: string | undefined): boolean {
    if (!isAny(namespace)) return this.objects.in(mesh.cluster, namespace).length > 0;
    if (mesh.membersUnknown || mesh.members.has('*') || mesh.members.size === 0) return false;
    return [...mesh.members].every((member) => this.objects.in(mesh.cluster, member).length > 0);
  }

  private matches(rule: ExportRule, mesh: ObservedMesh, namespace: string | undefined): boolean {
    const known = isAny(namespace) ? mesh.services : (this.services.get(mesh)?.get(namespace) ?? []);
    return known.some((service) => exportedName([rule], service) !== undefined);
  }

  private name(
    name: string | undefined,
    mesh: ObservedMesh,
    namespace: string | undefined,
    place: Place,
  ): Finding | undefined {
    const objects = this.among(this.objects, mesh, namespace).map((service) => service.name);
    // A Service that is there and cannot be exported is FED029; a rule for all of them may wait for one.
    if (isAny(name) || objects.includes(name)) return undefined;
    const near = this.names.find(name, objects);
    const where = isAny(namespace) ? 'any namespace of the mesh' : `the namespace "${namespace}"`;
    return {
      object: place.object,
      path: [...place.path, 'name'],
      // Without a name that is near, the Service may be deployed by somebody else.
      ...((near === undefined || isAny(namespace)) && { severity: 'warning' as const }),
      message: `the manifests have no Service "${name}" in ${where}`,
      fix: near === undefined ? 'write the name of a Service, or add the Service' : `write "${near}"`,
    };
  }

  private labels(
    selector: KubernetesLabelSelector | undefined,
    mesh: ObservedMesh,
    namespace: string | undefined,
    { object, path }: Place,
  ): Finding | undefined {
    const services = this.among(this.objects, mesh, namespace);
    const hidden = services.some(({ value }) => matchesLabels(selector, labelsAt(value, ['metadata', 'labels'])));
    // A Service that is there and cannot be exported is FED029.
    if (hidden) return undefined;
    const pods = ['spec', 'template', 'metadata', 'labels'];
    const workload = this.among(this.deployments, mesh, namespace).find(({ value }) =>
      matchesLabels(selector, labelsAt(value, pods)),
    );
    const where = isAny(namespace) ? 'any namespace of the mesh' : `the namespace "${namespace}"`;
    return {
      object,
      path: [...path, 'selector'],
      severity: 'warning',
      message: `no Service in ${where} has the labels${workload === undefined ? '' : `; the pods of the Deployment "${workload.name}" do, but labels of pods do not count`}`,
      fix: 'write labels that the Service has, or give the Service these',
      ...(workload && { related: [{ object: workload, path: pods, text: 'the labels of the pods' }] }),
    };
  }

  private among(
    index: ObjectsByNamespace,
    mesh: ObservedMesh,
    namespace: string | undefined,
  ): readonly ManifestObject[] {
    const namespaces = isAny(namespace) ? [mesh.namespace, ...mesh.members] : [namespace];
    return namespaces.flatMap((one) => index.in(mesh.cluster, one));
  }
}

/** The selector of a rule. */
interface Place {
  readonly object: ManifestObject;
  readonly path: Path;
}

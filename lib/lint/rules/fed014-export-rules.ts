import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { exportedName, exportSkipReason } from '../../matching/export';
import { type KubernetesLabelSelector, matchesLabels } from '../../matching/label-selector';
import { type ExportRule, LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { labelsAt } from '../../observed/fields';
import type { Fleet, ObservedMesh, ObservedPeer, ObservedService } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { type ManifestPlace, ruleOf } from './support/places';
import { TransitiveExports } from './support/transitive-exports';
import { meshLabel } from './support/words';

const NOT_MEMBER = 'the namespace "{namespace}" is not a member of {mesh}';
const UNSEEN = 'istiod does not watch the Services of the namespace, so the rule exports nothing';
const MEMBERS = ['the members of the mesh'];
const NO_SERVICE = 'the manifests have no Service "{name}" in {where}';
const NOTHING = 'the rule exports nothing; the status of the ExportedServiceSet lists fewer services than expected';
const UNLESS = `unless the Service is deployed from elsewhere, ${NOTHING}`;
const WRITE_NAME = 'write "{near}"';
const NO_LABELS = 'no Service in {where} has the labels of the selector';
const LABEL = 'write labels that the Service has, or add these labels to the Service';

const FINDINGS = {
  misspelledNamespace: {
    severity: 'error',
    message: NOT_MEMBER,
    effect: UNSEEN,
    fix: 'write "{near}", or add "{namespace}" to the members of the mesh',
    related: MEMBERS,
  },
  notMember: {
    severity: 'error',
    message: NOT_MEMBER,
    effect: UNSEEN,
    fix: 'add "{namespace}" to the members of the mesh',
    related: MEMBERS,
  },
  misspelledName: { severity: 'error', message: NO_SERVICE, effect: NOTHING, fix: WRITE_NAME },
  misspelledNameAnywhere: { severity: 'warning', message: NO_SERVICE, effect: NOTHING, fix: WRITE_NAME },
  unknownName: {
    severity: 'warning',
    message: NO_SERVICE,
    effect: UNLESS,
    fix: 'write the name of a Service, or add the Service',
  },
  unmatchedLabels: { severity: 'warning', message: NO_LABELS, effect: UNLESS, fix: LABEL },
  podLabels: {
    severity: 'warning',
    message: `${NO_LABELS}; the pods of the Deployment "{deployment}" have them, but the selector applies to Services`,
    effect: NOTHING,
    fix: LABEL,
    related: ['the labels of the pods'],
  },
} as const;

const finding = findingMaker(FINDINGS);

const POD_LABELS = ['spec', 'template', 'metadata', 'labels'];

/** FED014: exports match Services. */
export const exportRules: Rule = {
  id: 'FED014',
  generations: ['ossm2'],
  title: 'each export rule matches a Service in a namespace of the mesh',
  cause:
    'The namespace is not a member of the mesh, a name is misspelled, or the labels are those of the pods although rules match the labels of the Service.',
  fix: 'Add the namespace to the members of the mesh, and write the name or the labels of the Service.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Exporting a service from a federated mesh',
    'maistra/istio pkg/servicemesh/federation/common/exports.go, NameForService',
    'maistra/istio pkg/servicemesh/federation/common/namemapping.go',
  ],
  findings: FINDINGS,
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
  private readonly transitive: ReadonlyMap<ObservedMesh, TransitiveExports>;

  constructor({ meshes }: Fleet) {
    this.services = new Map(meshes.map((mesh) => [mesh, groupBy(mesh.services, ({ namespace }) => namespace)]));
    this.transitive = new Map(meshes.map((mesh) => [mesh, new TransitiveExports(mesh)]));
  }

  peer({ exports, mesh }: ObservedPeer): readonly Finding[] {
    if (exports === undefined || mesh === undefined) return [];
    return exports.rules.flatMap((rule, index) => {
      // A rule that istiod skips is FED022, one for an imported service FED046.
      if (exportSkipReason(rule) !== undefined || this.transitive.get(mesh)?.find(rule) !== undefined) return [];
      const selector = rule.type === LABEL_SELECTOR ? 'labelSelector' : 'nameSelector';
      return this.rule(rule, mesh, rule[selector]?.namespace, ruleOf(exports, index, [selector])) ?? [];
    });
  }

  private rule(
    rule: ExportRule,
    mesh: ObservedMesh,
    namespace: string | undefined,
    place: ManifestPlace,
  ): Finding | undefined {
    if (!isAny(namespace) && isKnownOutside(mesh, namespace)) return this.outside(namespace, mesh, place);
    if (!this.isComplete(mesh, namespace) || this.matches(rule, mesh, namespace)) return undefined;
    if (rule.type === LABEL_SELECTOR) return this.labels(rule.labelSelector?.selector, mesh, namespace, place);
    return this.name(rule.nameSelector?.name, mesh, namespace, place);
  }

  private outside(namespace: string, mesh: ObservedMesh, place: ManifestPlace): Finding {
    const near = this.names.find(namespace, [...mesh.members]);
    const related = mesh.memberRolls.slice(0, 1).map((object) => ({ object, path: ['spec', 'members'] }));
    const at = { ...below(place, 'namespace'), related };
    const slots = { namespace, mesh: meshLabel(mesh) };
    return near === undefined
      ? finding('notMember', at, slots)
      : finding('misspelledNamespace', at, { ...slots, near });
  }

  /**
   * Whether the manifests have Services in each namespace that a rule is about. The applications of a namespace without
   * any are deployed from elsewhere, so nothing is known of its Services.
   */
  private isComplete(mesh: ObservedMesh, namespace: string | undefined): boolean {
    if (!isAny(namespace)) return this.objects.has(mesh.cluster, namespace);
    if (mesh.membersUnknown || mesh.members.has('*') || mesh.members.size === 0) return false;
    return [...mesh.members].every((member) => this.objects.has(mesh.cluster, member));
  }

  private matches(rule: ExportRule, mesh: ObservedMesh, namespace: string | undefined): boolean {
    const known = isAny(namespace) ? mesh.services : (this.services.get(mesh)?.get(namespace) ?? []);
    return known.some((service) => exportedName([rule], service) !== undefined);
  }

  private name(
    name: string | undefined,
    mesh: ObservedMesh,
    namespace: string | undefined,
    place: ManifestPlace,
  ): Finding | undefined {
    const objects = this.among(this.objects, mesh, namespace).map((service) => service.name);
    // A Service that exists and cannot be exported is FED029; a rule for every name may be for later ones.
    if (isAny(name) || objects.includes(name)) return undefined;
    const near = this.names.find(name, objects);
    const at = below(place, 'name');
    const slots = { name, where: placeLabel(namespace) };
    if (near === undefined) return finding('unknownName', at, slots);
    return finding(isAny(namespace) ? 'misspelledNameAnywhere' : 'misspelledName', at, { ...slots, near });
  }

  private labels(
    selector: KubernetesLabelSelector | undefined,
    mesh: ObservedMesh,
    namespace: string | undefined,
    place: ManifestPlace,
  ): Finding | undefined {
    const has = (path: Path) => (object: ManifestObject) => matchesLabels(selector, labelsAt(object.value, path));
    // A Service that exists and cannot be exported is FED029.
    if (this.among(this.objects, mesh, namespace).some(has(['metadata', 'labels']))) return undefined;
    const workload = this.among(this.deployments, mesh, namespace).find(has(POD_LABELS));
    const at = below(place, 'selector');
    const where = placeLabel(namespace);
    if (workload === undefined) return finding('unmatchedLabels', at, { where });
    const related = [{ object: workload, path: POD_LABELS }];
    return finding('podLabels', { ...at, related }, { where, deployment: workload.name });
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

function below({ object, path }: ManifestPlace, field: string): ManifestPlace {
  return { object, path: [...path, field] };
}

/** Where a rule looks for Services, for messages. */
function placeLabel(namespace: string | undefined): string {
  return isAny(namespace) ? 'any namespace of the mesh' : `the namespace "${namespace}"`;
}

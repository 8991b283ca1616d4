import { isDeepStrictEqual } from 'node:util';
import { VALUES } from '../../../observed/ossm3/meshes';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';
import type { Finding } from '../../diagnostic';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { secondMesh } from '../examples/second-mesh';
import { ossm3Example } from '../support/example';
import { ownGateways } from '../support/gateway-pods';

const RELATED = ['the other mesh'];

const FINDINGS = {
  sameNamespace: {
    severity: 'error',
    message: 'the meshes "{mesh}" and "{other}" have one control-plane namespace, "{namespace}"',
    effect: 'the two control planes share their root certificate and their configuration',
    fix: 'write another namespace for one of them',
    related: RELATED,
  },
  sameSelectors: {
    severity: 'error',
    message: 'the meshes "{mesh}" and "{other}" watch the same namespaces',
    effect: 'each control plane reads the objects of both meshes, and both write the same statuses and ConfigMaps',
    fix: 'write discoverySelectors with another label for each mesh',
    related: RELATED,
  },
  sameGatewayNamespace: {
    severity: 'error',
    message: 'the meshes "{mesh}" and "{other}" have gateways in one namespace, "{namespace}"',
    effect: 'a namespace belongs to one mesh, so the gateway of the other mesh gets no configuration',
    fix: 'use a namespace of its own for the gateway of each mesh',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED129: the meshes of a cluster are apart. A second Istio resource of the same name is FED050. */
export const meshesOfACluster: Rule = {
  id: 'FED129',
  generations: ['ossm3'],
  title: 'the meshes of a cluster have different namespaces, gateways and discovery labels',
  cause: 'The manifests of one mesh were copied for another mesh of the same cluster.',
  fix: 'Give each mesh its own control-plane namespace, discovery label and gateway namespace.',
  sources: [
    'sail-operator docs/ossm/create-mesh/README.md',
    'sail-operator docs/ossm/ossm2-migration/multi-tenancy/README.md',
  ],
  findings: FINDINGS,
  example: ossm3Example([secondMesh({ namespace: 'north-mesh', label: 'north-mesh' })]),
  check: ({ ossm3 }, report) => {
    for (const meshes of groupBy(ossm3.meshes, ({ cluster }) => cluster.name).values()) {
      for (const [i, mesh] of meshes.entries()) {
        for (const other of meshes.slice(0, i)) for (const found of checkPair(mesh, other)) report(found);
      }
    }
  },
};

function checkPair(mesh: IstioMesh, other: IstioMesh): readonly Finding[] {
  const { object } = mesh;
  // Two control planes of one mesh, as in an update by hand.
  const isOneMesh = mesh.trustDomain === other.trustDomain && mesh.network === other.network;
  if (object === undefined || other.object === undefined || isOneMesh) return [];
  const slots = { mesh: mesh.name, other: other.name };
  const at = (...path: readonly string[]) => ({ object, path, related: [{ object: other.object ?? object, path }] });
  const own = new Map(ownGateways(mesh).map((gateway) => [gateway.object.namespace ?? '', gateway.object]));
  const shared = ownGateways(other).find((gateway) => own.has(gateway.object.namespace ?? ''))?.object;
  const gateway = own.get(shared?.namespace ?? '');
  return [
    ...(mesh.namespace === other.namespace
      ? [finding('sameNamespace', at('spec', 'namespace'), { ...slots, namespace: mesh.namespace })]
      : []),
    ...(watchTheSame(mesh, other)
      ? [finding('sameSelectors', at(...(VALUES as string[]), 'meshConfig', 'discoverySelectors'), slots)]
      : []),
    ...(gateway === undefined || shared === undefined
      ? []
      : [
          finding(
            'sameGatewayNamespace',
            { object: gateway, path: ['metadata', 'namespace'], related: [{ object: shared }] },
            { ...slots, namespace: shared.namespace ?? '' },
          ),
        ]),
  ];
}

function watchTheSame({ discoverySelectors: own }: IstioMesh, { discoverySelectors: others }: IstioMesh): boolean {
  if (own.length === 0 || others.length === 0) return true;
  return own.some((selector) => others.some((other) => isDeepStrictEqual(selector, other)));
}

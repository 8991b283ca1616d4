import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt, textAt } from '../../../observed/fields';
import { selects } from '../../../observed/ossm3/entries';
import type { IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { add } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { exportedHosts } from '../support/exported';
import { targetsOf } from '../support/exports';

const EFFECT =
  'the gateway passes mutual TLS through and has no endpoint that takes it: calls from other meshes get 503';
const RELATED = ['the host is exposed here'];

const FINDINGS = {
  disabledByPeerAuthentication: {
    severity: 'error',
    message:
      'the PeerAuthentication disables mutual TLS for the pods behind "{host}", which is exposed to other meshes',
    effect: EFFECT,
    fix: 'write STRICT or PERMISSIVE',
    related: RELATED,
  },
  disabledByRule: {
    severity: 'error',
    message: 'the DestinationRule sets the TLS mode {mode} for "{host}", which is exposed to other meshes',
    effect: EFFECT,
    fix: 'write ISTIO_MUTUAL, or remove tls',
    related: RELATED,
  },
  dnsEndpoint: {
    severity: 'error',
    message:
      'the endpoints of "{host}", which is exposed to other meshes, are resolved by DNS and are no pods of the mesh',
    effect: EFFECT,
    fix: 'select the pods by a workloadSelector with the resolution STATIC',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED138: exported services take mutual TLS. */
export const noMutualTLS: Rule = {
  id: 'FED138',
  generations: ['ossm3'],
  title: 'the endpoints of exported services take mutual TLS',
  cause: 'Mutual TLS was switched off for a service before it was exported, or the service is outside of the mesh.',
  fix: 'Leave mutual TLS on for exported services, and export only services whose pods have a sidecar.',
  sources: [
    'Istio documentation, PeerAuthentication',
    'istio/istio pilot/pkg/xds/endpoints/ep_filters.go (endpoints without mutual TLS)',
  ],
  findings: FINDINGS,
  example: ossm3Example([
    add(
      'north',
      `{ apiVersion: security.istio.io/v1beta1, kind: PeerAuthentication, metadata: { name: default, namespace: attic },
        spec: { mtls: { mode: DISABLE } } }`,
    ),
  ]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      for (const { host, exposures } of exportedHosts(mesh)) {
        const related = exposures.slice(0, 1).map(({ object, path }) => ({ object, path }));
        for (const { name, object, path, mode } of faultsOf(mesh, host))
          report(faultFinding(name, { object, path, related }, host, mode));
      }
    }
  },
};

interface Fault {
  readonly name: keyof typeof FINDINGS;
  readonly object: ManifestObject;
  readonly path: readonly string[];
  readonly mode: string;
}

function faultFinding(name: Fault['name'], place: Parameters<typeof finding>[1], host: string, mode: string): Finding {
  return name === 'disabledByRule' ? finding(name, place, { host, mode }) : finding(name, place, { host });
}

function faultsOf(mesh: IstioMesh, host: string): readonly Fault[] {
  const { service, entries } = targetsOf(mesh, host);
  const owners: readonly { readonly namespace: string; readonly selector?: Labels }[] =
    service === undefined ? entries : [service];
  const disabling = owners.flatMap(({ namespace, selector = {} }) => effectivePolicy(mesh, namespace, selector) ?? []);
  const rules = mesh.destinationRules.filter(
    ({ host: own, tlsMode }) => own === host && (tlsMode === 'DISABLE' || tlsMode === 'SIMPLE'),
  );
  const outside = entries.filter(
    ({ resolution = '', endpoints }) => resolution.startsWith('DNS') && !endpoints.some(({ isRemote }) => isRemote),
  );
  return [
    ...disabling.map((object) => ({
      name: 'disabledByPeerAuthentication' as const,
      object,
      path: ['spec', 'mtls', 'mode'],
      mode: '',
    })),
    ...rules.map(({ object, tlsMode = '' }) => ({
      name: 'disabledByRule' as const,
      object,
      path: ['spec', 'trafficPolicy', 'tls', 'mode'],
      mode: tlsMode,
    })),
    ...outside.map(({ object }) => ({ name: 'dnsEndpoint' as const, object, path: ['spec', 'resolution'], mode: '' })),
  ];
}

/** The PeerAuthentication that disables mutual TLS for pods: the one for their labels, their namespace, or the mesh. */
function effectivePolicy(mesh: IstioMesh, namespace: string, labels: Labels): ManifestObject | undefined {
  const policies = mesh.objectsOf('PeerAuthentication', 'security.istio.io').map((object) => ({
    object,
    mode: textAt(object.value, ['spec', 'mtls', 'mode']) ?? 'UNSET',
    selector: labelsAt(object.value, ['spec', 'selector', 'matchLabels']),
  }));
  const isForAll = (selector: Labels) => Object.keys(selector).length === 0;
  const byReach = [
    policies.filter(({ object, selector }) => object.namespace === namespace && selects(selector, labels)),
    policies.filter(({ object, selector }) => object.namespace === namespace && isForAll(selector)),
    policies.filter(({ object, selector }) => object.namespace === mesh.namespace && isForAll(selector)),
  ];
  const [effective] = byReach.flat().filter(({ mode }) => mode !== 'UNSET');
  return effective?.mode === 'DISABLE' ? effective.object : undefined;
}

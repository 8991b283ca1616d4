import { VALUES } from '../../../observed/ossm3/meshes';
import type { IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { MeshRootTexts } from '../support/roots';
import { GUIDE, TRUST_BUNDLE } from '../support/sources';

const EFFECT =
  'proxies get the root certificate of their own mesh alone: connections to other meshes fail in the TLS handshake, and calls get 503';
const RELATED = ['the root certificate of another mesh'];

const FINDINGS = {
  missingAgentSetting: {
    severity: 'error',
    message: 'the proxies lack PROXY_CONFIG_XDS_AGENT: "true", though the mesh has root certificates of other meshes',
    effect: EFFECT,
    fix: 'add PROXY_CONFIG_XDS_AGENT: "true", and restart the workloads',
    related: RELATED,
  },
  missingMultiRoot: {
    severity: 'error',
    message: 'istiod lacks ISTIO_MULTIROOT_MESH: "true", though the mesh has root certificates of other meshes',
    effect: EFFECT,
    fix: 'add ISTIO_MULTIROOT_MESH: "true"',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED122: istiod sends several root certificates, and proxies ask for them. */
export const severalRoots: Rule = {
  id: 'FED122',
  generations: ['ossm3'],
  title: 'a mesh with root certificates of others has ISTIO_MULTIROOT_MESH and PROXY_CONFIG_XDS_AGENT',
  cause:
    'Both switches are off by default: one makes istiod send all root certificates, the other makes the agents of proxies ask for them.',
  fix: 'Set ISTIO_MULTIROOT_MESH in pilot.env and PROXY_CONFIG_XDS_AGENT in meshConfig.defaultConfig.proxyMetadata to "true".',
  sources: [GUIDE, TRUST_BUNDLE],
  findings: FINDINGS,
  example: ossm3Example([
    remove('north', 'Istio north-mesh', 'spec.values.meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT'),
  ]),
  check: ({ ossm3 }, report) => {
    const texts = new MeshRootTexts();
    for (const mesh of ossm3.meshes) for (const found of checkMesh(mesh, texts)) report(found);
  },
};

function checkMesh(mesh: IstioMesh, texts: MeshRootTexts): readonly Finding[] {
  const { object, roots, env, proxyMetadata } = mesh;
  const own = texts.ownOf(mesh);
  const foreign = roots.find((root) => texts.certificatesOf(root).some(({ fingerprint }) => !own.has(fingerprint)));
  if (object === undefined || foreign === undefined) return [];
  const related = [{ object, path: foreign.path }];
  const metadata = [...VALUES, 'meshConfig', 'defaultConfig', 'proxyMetadata'];
  return [
    ...(proxyMetadata.PROXY_CONFIG_XDS_AGENT === 'true'
      ? []
      : [finding('missingAgentSetting', { object, path: metadata, related }, {})]),
    ...(env.ISTIO_MULTIROOT_MESH === 'true'
      ? []
      : [finding('missingMultiRoot', { object, path: [...VALUES, 'pilot', 'env'], related }, {})]),
  ];
}

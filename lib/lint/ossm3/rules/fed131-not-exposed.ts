import { nearest } from '../../../issues/suggest';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { exposedNames, exposuresOf } from '../support/exports';
import { type ImportLink, importLinks } from '../support/links';
import { GUIDE, SNI } from '../support/sources';

const EFFECT = 'the gateway of the other mesh has no route for the host, and calls get 503';

const FINDINGS = {
  notExposed: {
    severity: 'error',
    message: 'the imported host "{host}" is not exposed by {mesh}',
    effect: EFFECT,
    fix: 'add the host to the hosts of this Gateway in the cluster "{cluster}"',
    related: ['the gateway exposes other hosts'],
  },
  similarHost: {
    severity: 'error',
    message: 'the imported host "{host}" is not exposed by {mesh}, which exposes "{near}"',
    effect: EFFECT,
    fix: 'write the same host on both sides: "{near}" here, or "{host}" there',
    related: ['the similar host'],
  },
  nothingExposed: {
    severity: 'warning',
    message: 'the imported host "{host}" comes from {mesh}, which exposes nothing',
    effect: `unless a Gateway is created elsewhere, ${EFFECT}`,
    fix: 'add a Gateway with AUTO_PASSTHROUGH and this host in the cluster "{cluster}"',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED131: the exporting mesh exposes each imported host. */
export const notExposed: Rule = {
  id: 'FED131',
  generations: ['ossm3'],
  title: 'each imported host is exposed by a gateway of the mesh that exports it',
  cause:
    'The host in the ServiceEntry of the importing mesh and that in the Gateway of the exporting mesh were written by hand, and one of them differs or is missing.',
  fix: 'Add the host of the import to the AUTO_PASSTHROUGH server of the Gateway in the exporting mesh.',
  sources: [GUIDE, SNI],
  findings: FINDINGS,
  example: ossm3Example([
    set('east', 'Gateway expose-services', 'spec.servers[0].hosts', ['prices.shop.svc.cluster.local']),
  ]),
  check: ({ ossm3 }, report) => {
    for (const link of importLinks(ossm3)) {
      if (exposuresOf(link.exporter, link.imported.host).length === 0) report(toFinding(link));
    }
  },
};

function toFinding({ imported: { host, place }, exporter }: ImportLink): Finding {
  const slots = { host, mesh: meshLabel(exporter), cluster: exporter.cluster.name };
  const gateway = exporter.exposed.find(({ selector }) => selector !== undefined) ?? exporter.exposed[0];
  if (gateway === undefined) return finding('nothingExposed', place, slots);
  const near = nearest(host, exposedNames(exporter));
  const similar = exporter.exposed.find((one) => one.host === near);
  if (near === undefined || similar === undefined) {
    return finding('notExposed', { ...place, related: [{ object: gateway.object, path: gateway.server }] }, slots);
  }
  return finding(
    'similarHost',
    { ...place, related: [{ object: similar.object, path: similar.path }] },
    { ...slots, near },
  );
}

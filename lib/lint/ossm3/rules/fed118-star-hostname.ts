import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const FINDINGS = {
  starHostname: {
    severity: 'error',
    message: 'the hostname of the listener is "*"',
    effect: 'the API server rejects the Gateway',
    fix: 'remove the hostname, which stands for all hosts, or write a name or a wildcard such as "*.local"',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED118: hostnames of listeners are valid. */
export const starHostname: Rule = {
  id: 'FED118',
  generations: ['ossm3'],
  title: 'no listener of a Gateway has the hostname "*"',
  cause: 'Gateways of Istio take "*" as a host; those of the Gateway API require a name behind the star.',
  fix: 'Remove the hostname, or write a host that exposes nothing and expose hosts by a Gateway of Istio.',
  sources: ['Kubernetes Gateway API documentation, Hostname'],
  findings: FINDINGS,
  example: ossm3Example([set('west', 'Gateway remote-north-mesh', 'spec.listeners[0].hostname', '*')]),
  check: ({ ossm3 }, report) => {
    for (const { object, listeners } of ossm3.meshes.flatMap(({ gateways }) => gateways)) {
      for (const { hostname, path } of listeners) {
        if (hostname === '*') report(finding('starHostname', { object, path: [...path, 'hostname'] }, {}));
      }
    }
  },
};

import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const hostname = (value: unknown) => set('north', 'Gateway eastwestgateway', 'spec.listeners[0].hostname', value);

/** FED118: hostnames of listeners. */
export const cases: RuleCases = {
  rule: 'FED118',
  findings: { starHostname: [{ what: 'the gateway of the own network', edits: [hostname('*')] }] },
  nearMisses: [
    { what: 'a wildcard with a name', edits: [hostname('*.nothing.invalid')] },
    { what: 'a Gateway of Istio', edits: [set('north', 'Gateway expose-services', 'spec.servers[0].hosts', ['*'])] },
    { what: 'no hostname', edits: [remove('west', 'Gateway remote-north-mesh', 'spec.listeners[0].hostname')] },
    {
      what: 'another kind',
      edits: [
        add(
          'north',
          '{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: web, namespace: attic }, spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] } }',
        ),
      ],
    },
  ],
};

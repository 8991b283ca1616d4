import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopology } from '../../../lib/workflows/load';
import { identityOf, objectsOf, parseObjects, render } from '../../helpers/synthesize';
import { objectOf, partOf, twoMeshes } from '../../helpers/two-meshes';

const charge = { from: 'east', to: 'west', service: { namespace: 'shop', name: 'charge' } };

describe('the file of a peer', () => {
  test('has what the peer needs before the peer itself', () => {
    const back = { from: 'west', to: 'east', service: { namespace: 'shop', name: 'catalog' } };
    const files = render(loadTopology(twoMeshes({ shares: [charge, back] })));
    const objects = parseObjects(files.get('west/40-federation/west.east.yaml') ?? '');
    expect(objects.map(identityOf)).toEqual([
      'ConfigMap/west/east-ca-root-cert',
      'ExportedServiceSet/west/east',
      'ImportedServiceSet/west/east',
      'ServiceMeshPeer/west/east',
    ]);
  });

  test('has no set of exports or imports where there are none', () => {
    const objects = [...objectsOf(twoMeshes({ shares: [charge] })).keys()];
    expect(objects.filter((object) => object.includes('ServiceSet/'))).toEqual([
      'east: ExportedServiceSet/east/west',
      'west: ImportedServiceSet/west/east',
    ]);
  });
});

describe('a peer', () => {
  test('goes by the name that this mesh gives it, and by what it is itself', () => {
    const topology = twoMeshes({
      east: { namespace: 'east-system', trustDomain: 'east.example', peerPrefix: 'e' },
      west: { peerPrefix: 'w' },
      peering: { sides: { west: { peerName: 'partner' } } },
      shares: [charge],
    });
    expect(objectOf(topology, 'west: ServiceMeshPeer/west/partner').spec).toEqual({
      remote: { addresses: ['<ossm-fed:address:east:w-ingress>'], servicePort: 15_443, discoveryPort: 8188 },
      gateways: { ingress: { name: 'e-ingress' }, egress: { name: 'e-egress' } },
      security: {
        trustDomain: 'east.example',
        clientID: 'east.example/ns/east-system/sa/w-egress-service-account',
        certificateChain: { kind: 'ConfigMap', name: 'partner-ca-root-cert' },
      },
    });
    expect(objectOf(topology, 'west: ImportedServiceSet/west/partner').spec).toEqual({
      importRules: [
        { type: 'NameSelector', importAsLocal: false, nameSelector: { namespace: 'shop', name: 'charge' } },
      ],
    });
  });

  test('is trusted by the root certificates that the topology has, else by a token', () => {
    const file = join(__dirname, '../../charts/fixtures', 'root.pem');
    const pem = readFileSync(file, 'utf8');
    const ingress = { addresses: ['192.0.2.1'] };
    const topology = twoMeshes({ east: { ingress, rootCertificate: { pem: `\n${pem}\n` } } });
    const dataOf = (object: string) => objectOf(topology, object).data;
    expect(dataOf('west: ConfigMap/west/east-ca-root-cert')).toEqual({ 'root-cert.pem': pem });
    expect(dataOf('east: ConfigMap/east/west-ca-root-cert')).toEqual({
      'root-cert.pem.incomplete': '<ossm-fed:root:west>',
    });
  });

  test('is not accepted by istiod while its address is not known, even if its root certificates are', () => {
    const pem = readFileSync(join(__dirname, '../../charts/fixtures', 'root.pem'), 'utf8');
    const topology = twoMeshes({ east: { rootCertificate: { pem } } });
    expect(objectOf(topology, 'west: ConfigMap/west/east-ca-root-cert').data).toEqual({
      'root-cert.pem.incomplete': pem,
    });
  });

  test('is where its cluster is, as far as that is known', () => {
    const eastCluster = { locality: { region: 'r', zone: 'z' } };
    const imports = objectOf(twoMeshes({ eastCluster, shares: [charge] }), 'west: ImportedServiceSet/west/east');
    expect(partOf(imports.spec, 'locality')).toEqual({ region: 'r', zone: 'z' });
  });
});

describe('a share', () => {
  const setsOf = (share: object) => {
    const topology = twoMeshes({ shares: [{ ...charge, ...share }] });
    return [
      partOf(objectOf(topology, 'east: ExportedServiceSet/east/west').spec, 'exportRules'),
      partOf(objectOf(topology, 'west: ImportedServiceSet/west/east').spec, 'importRules'),
    ];
  };

  test('of everything says so with stars on both sides', () => {
    const nameSelector = { namespace: '*', name: '*' };
    expect(setsOf({ service: {} })).toEqual([
      [{ type: 'NameSelector', nameSelector }],
      [{ type: 'NameSelector', importAsLocal: false, nameSelector }],
    ]);
  });

  test('under another name is asked for by that name', () => {
    const alias = { namespace: 'public', name: 'pay' };
    expect(setsOf({ exportAs: alias, importAs: { name: 'charge-east' }, domainSuffix: 'svc.far.local' })).toEqual([
      [{ type: 'NameSelector', nameSelector: { ...charge.service, alias } }],
      [
        {
          type: 'NameSelector',
          importAsLocal: false,
          domainSuffix: 'svc.far.local',
          nameSelector: { ...alias, alias: { name: 'charge-east' } },
        },
      ],
    ]);
  });

  test('by label renames by an entry of aliases, and imports as local into a fixed namespace', () => {
    const selector = { matchLabels: { app: 'charge' } };
    expect(setsOf({ selector, exportAs: { name: 'pay' }, importAsLocal: true })).toEqual([
      [
        {
          type: 'LabelSelector',
          labelSelector: {
            namespace: 'shop',
            selector,
            aliases: [{ ...charge.service, alias: { name: 'pay' } }],
          },
        },
      ],
      [
        {
          type: 'NameSelector',
          importAsLocal: true,
          nameSelector: { namespace: 'shop', name: 'pay', alias: { namespace: 'shop' } },
        },
      ],
    ]);
  });
});

describe('the policy of a share', () => {
  test('admits the own ingress gateway for the importer, the front door and the members', () => {
    const topology = twoMeshes({ east: { members: ['shop', 'desk'] }, shares: [{ ...charge, authorize: true }] });
    expect(objectOf(topology, 'east: AuthorizationPolicy/shop/federation-charge').spec).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'charge' } },
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  'east.local/ns/desk/*',
                  'east.local/ns/east/sa/istio-ingressgateway-service-account',
                  'east.local/ns/east/sa/west-ingress-service-account',
                  'east.local/ns/shop/*',
                ],
              },
            },
          ],
        },
      ],
    });
  });

  test('admits just the callers that are stated, beside the ingress gateway', () => {
    const authorize = { workload: { part: 'till' }, callers: ['desk'] };
    const policy = objectOf(
      twoMeshes({ east: { members: ['shop', 'desk'] }, shares: [{ ...charge, authorize }] }),
      'east: AuthorizationPolicy/shop/federation-charge',
    );
    expect(partOf(policy.spec, 'selector')).toEqual({ matchLabels: { part: 'till' } });
    expect(partOf(policy.spec, 'rules', 0, 'from', 0, 'source', 'principals')).toEqual([
      'east.local/ns/desk/*',
      'east.local/ns/east/sa/west-ingress-service-account',
    ]);
  });

  test('of a whole namespace selects no pods, as it is for all', () => {
    const whole = { ...charge, service: { namespace: 'shop' }, authorize: true };
    const policy = objectOf(twoMeshes({ shares: [whole] }), 'east: AuthorizationPolicy/shop/federation');
    expect(partOf(policy.spec, 'selector')).toBeUndefined();
  });
});

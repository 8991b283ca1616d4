import { existsSync } from 'node:fs';
import { readSources } from '../../lib/io/manifest-sources';
import { lint } from '../../lib/lint/lint';

const REFERENCE = '../shared/reference/ossm-fed';
const isHere = existsSync(REFERENCE);

/** The clusters of the reference, each with the operators that it installs. */
const SOURCES = Object.entries({ rosa: 'rosa-prod', aro: 'aro-stg', rog: 'gcp-dev' }).flatMap(([cluster, folder]) => [
  { cluster, path: `${REFERENCE}/${folder}` },
  { cluster, path: `${REFERENCE}/ossm-operator/ossm.yaml` },
]);

/** Every finding as "defect rule severity cluster file:line path". */
const EXPECTED = `
D1  FED023 error   aro  aro-stg/ess.yaml:14 spec.exportRules[0].labelSelector.alias
D1  FED023 error   rog  gcp-dev/ess.yaml:14 spec.exportRules[0].labelSelector.alias
D3  FED004 error   rosa rosa-prod/smp-gcp.yaml:22 spec.security.clientID
D4  FED010 error   aro  aro-stg/smp.yaml:9 spec.remote.addresses[0]
D4  FED010 error   rog  gcp-dev/smp.yaml:9 spec.remote.addresses[0]
D4  FED010 error   rosa rosa-prod/smp-aro.yaml:9 spec.remote.addresses[0]
D4  FED010 error   rosa rosa-prod/smp-gcp.yaml:12 spec.remote.addresses[0]
D5  FED011 error   rog  gcp-dev/rosa-prod-mesh-ca-root-cert.yaml:7 data.root-cert.pem
D8  FED011 warning aro  aro-stg/smp.yaml:22 spec.security.certificateChain.name
D8  FED011 warning rosa rosa-prod/smp-aro.yaml:22 spec.security.certificateChain.name
D8  FED011 warning rosa rosa-prod/smp-gcp.yaml:25 spec.security.certificateChain.name
D20 FED027 warning aro  ossm-operator/ossm.yaml:11 spec.name
D20 FED027 warning rog  ossm-operator/ossm.yaml:11 spec.name
D20 FED027 warning rosa ossm-operator/ossm.yaml:11 spec.name
D21 FED027 warning aro  aro-stg/smcp.yaml:27 spec.version
D21 FED027 warning rog  gcp-dev/smcp.yaml:27 spec.version
D21 FED027 warning rosa rosa-prod/smcp.yaml:27 spec.version
D30 FED012 warning rosa rosa-prod/smcp.yaml:73 spec.gateways.additionalIngress.aro-stg-ingress.service.metadata.annotations
D30 FED012 warning rosa rosa-prod/smcp.yaml:86 spec.gateways.additionalIngress.gcp-dev-ingress.service.metadata.annotations
D33 FED041 info    aro  aro-stg/smcp.yaml:55 spec.gateways.additionalIngress.rosa-prod-ingress.routerMode
D33 FED041 info    rog  gcp-dev/smcp.yaml:55 spec.gateways.additionalIngress.rosa-prod-ingress.routerMode
D33 FED041 info    rosa rosa-prod/smcp.yaml:69 spec.gateways.additionalIngress.aro-stg-ingress.routerMode
D34 FED041 info    aro  aro-stg/smcp.yaml:53 spec.gateways.additionalIngress.rosa-prod-ingress
D34 FED041 info    rog  gcp-dev/smcp.yaml:53 spec.gateways.additionalIngress.rosa-prod-ingress
D34 FED041 info    rosa rosa-prod/smcp.yaml:67 spec.gateways.additionalIngress.aro-stg-ingress
-   FED042 info    aro  aro-stg/smcp.yaml:57 spec.gateways.additionalIngress.rosa-prod-ingress.service
-   FED042 info    rog  gcp-dev/smcp.yaml:57 spec.gateways.additionalIngress.rosa-prod-ingress.service
-   FED042 info    rosa rosa-prod/smcp.yaml:71 spec.gateways.additionalIngress.aro-stg-ingress.service
-   FED042 info    rosa rosa-prod/smcp.yaml:84 spec.gateways.additionalIngress.gcp-dev-ingress.service
D43 FED020 warning rosa rosa-prod/vs-split-details.yaml:13 spec.http[0].route[0].destination.subset
-   FED050 error   rosa rosa-prod/vs-split-details.yaml:4 metadata.name
`;

/** Findings in one form, without the defect's number. */
function found(platforms: ReadonlyMap<string, 'rosa'>): readonly string[] {
  const input = readSources(SOURCES, () => '');
  return lint(input, { platforms })
    .diagnostics.map(({ rule, severity, cluster, file, line, path }) =>
      [rule, severity, cluster, `${file.replace(`${REFERENCE}/`, '')}:${line}`, path].join(' '),
    )
    .sort();
}

const expected = EXPECTED.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/).slice(1).join(' '))
  .sort();

(isHere ? describe : describe.skip)(
  `the reference federation${isHere ? '' : ' (SKIPPED: ../shared is absent)'}`,
  () => {
    test('has every defect that a linter is to find, and nothing else is reported', () => {
      expect(found(new Map())).toEqual(expected);
    });

    test('has faults of its load balancers that are certain only where somebody says that they are on AWS', () => {
      const told = expected.map((line) =>
        line.replace(/^FED012 warning/, 'FED012 error').replace(/^FED042 info rosa/, 'FED042 warning rosa'),
      );
      expect(found(new Map([['rosa', 'rosa']]))).toEqual(told.sort());
    });
  },
);

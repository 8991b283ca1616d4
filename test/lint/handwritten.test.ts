import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from '../../lib/io/manifest-sources';
import { type LintOptions, type LintResult, lint } from '../../lib/lint/lint';
import { textReport } from '../../lib/lint/report/text';
import { ManifestFile } from '../../lib/manifests/object';
import { ShownText } from '../../lib/manifests/shown-text';
import { compareGoldenText } from '../helpers/golden';

/**
 * A federation as people write one: three clusters in files of several styles, with the faults that such manifests
 * have. `harbor` is the hub; `depot` and `lab` export one service each. The names of the clusters reveal the platforms.
 */
const FOLDER = join(__dirname, 'fixtures', 'handwritten');
const SOURCES = Object.entries({ 'harbor-aws': 'harbor', 'depot-aro': 'depot', 'lab-osd': 'lab' }).flatMap(
  ([cluster, folder]) => [
    { cluster, path: join(FOLDER, folder) },
    { cluster, path: join(FOLDER, 'common', 'operators.yaml') },
  ],
);

/** Every diagnostic as "rule severity cluster file:line path", where the platforms are guessed. */
const EXPECTED = `
FED004 error harbor-aws harbor/partner-lab.yaml:17 spec.security.clientID
FED010 error depot-aro depot/partner.yaml:9 spec.remote.addresses[0]
FED010 error harbor-aws harbor/partner-depot.yaml:9 spec.remote.addresses[0]
FED010 error harbor-aws harbor/partner-lab.yaml:10 spec.remote.addresses[0]
FED010 error lab-osd lab/30-harbor.yaml:8 spec.remote.addresses[0]
FED011 error lab-osd lab/20-harbor-root.yaml:7 data.root-cert.pem
FED011 warning depot-aro depot/partner.yaml:20 spec.security.certificateChain.name
FED011 warning harbor-aws harbor/partner-depot.yaml:22 spec.security.certificateChain.name
FED011 warning harbor-aws harbor/partner-lab.yaml:20 spec.security.certificateChain.name
FED012 warning harbor-aws harbor/control-plane.yaml:30 spec.gateways.additionalIngress.from-depot.service.metadata.annotations
FED012 warning harbor-aws harbor/control-plane.yaml:43 spec.gateways.additionalIngress.from-lab.service.metadata.annotations
FED019 error harbor-aws harbor/forecast-route.yml:17 spec.http[0].route[1].destination.subset
FED020 warning harbor-aws harbor/forecast-route.yml:13 spec.http[0].route[0].destination.subset
FED023 error depot-aro depot/shares.yaml:14 spec.exportRules[0].labelSelector.alias
FED023 error lab-osd lab/30-harbor.yaml:34 spec.exportRules[0].labelSelector.alias
FED027 error depot-aro depot/mesh.yaml:13 spec.version
FED027 info depot-aro depot/mesh.yaml:13 spec.version
FED027 warning depot-aro common/operators.yaml:19 spec.name
FED027 warning harbor-aws common/operators.yaml:19 spec.name
FED027 warning harbor-aws harbor/control-plane.yaml:9 spec.version
FED027 warning lab-osd common/operators.yaml:19 spec.name
FED027 warning lab-osd lab/10-mesh.yaml:19 spec.version
FED035 warning depot-aro depot/mesh.yaml:13 spec.version
FED035 warning lab-osd lab/10-mesh.yaml:13
FED041 info depot-aro depot/mesh.yaml:25 spec.gateways.additionalIngress.from-harbor
FED041 info harbor-aws harbor/control-plane.yaml:24 spec.gateways.additionalIngress.from-depot
FED041 info harbor-aws harbor/control-plane.yaml:26 spec.gateways.additionalIngress.from-depot.routerMode
FED041 info lab-osd lab/10-mesh.yaml:38 spec.gateways.additionalIngress.from-harbor
FED041 info lab-osd lab/10-mesh.yaml:40 spec.gateways.additionalIngress.from-harbor.routerMode
FED042 info depot-aro depot/mesh.yaml:29 spec.gateways.additionalIngress.from-harbor.service
FED042 info harbor-aws harbor/control-plane.yaml:28 spec.gateways.additionalIngress.from-depot.service
FED042 info harbor-aws harbor/control-plane.yaml:41 spec.gateways.additionalIngress.from-lab.service
`;

function lintAll(options: LintOptions = {}): LintResult {
  return lint(
    readSources(SOURCES, () => ''),
    { now: new Date('2026-11-25T12:00:00Z'), ...options },
  );
}

/** The diagnostics, one line each. */
function lines({ diagnostics }: LintResult): readonly string[] {
  return diagnostics
    .map(({ rule, severity, cluster, file, line, path }) => {
      return `${rule} ${severity} ${cluster} ${file.replace(`${FOLDER}/`, '')}:${line} ${path}`.trim();
    })
    .sort();
}

const expected = EXPECTED.trim().split('\n');

test('a handwritten federation has every fault that was put into it, and nothing else is reported', () => {
  const result = lintAll();
  expect(lines(result)).toEqual(expected);
  expect(result.summary).toEqual({
    clusters: 3,
    files: 18,
    objects: 33,
    skipped: 1,
    errors: 10,
    warnings: 13,
    infos: 9,
    suppressed: 0,
    unreadable: 0,
  });
});

test('its report is the expected text', () => {
  const lineOf = (file: string, line: number, column: number) =>
    new ShownText(new ManifestFile(file, readFileSync(file, 'utf8'))).line(line, column);
  const text = textReport(lintAll(), lineOf).replaceAll(`${FOLDER}/`, '');
  expect(compareGoldenText(join(__dirname, 'golden', 'handwritten.txt'), text)).toBe('');
});

test('with configured platforms, faults of load balancers are certain', () => {
  const platforms = new Map([
    ['harbor-aws', 'aws'],
    ['depot-aro', 'aro'],
    ['lab-osd', 'gcp'],
  ] as const);
  const open = [
    'harbor-aws harbor/control-plane.yaml:28 spec.gateways.additionalIngress.from-depot.service',
    'harbor-aws harbor/control-plane.yaml:41 spec.gateways.additionalIngress.from-lab.service',
    'depot-aro depot/mesh.yaml:29 spec.gateways.additionalIngress.from-harbor.service',
    'lab-osd lab/10-mesh.yaml:42 spec.gateways.additionalIngress.from-harbor.service',
  ];
  const certain = expected
    .filter((line) => !/^FED042|^FED035 warning lab-osd/.test(line))
    .map((line) => line.replace('FED012 warning', 'FED012 error'));
  const found = lintAll({ platforms });
  expect(lines(found)).toEqual([...certain, ...open.map((line) => `FED042 warning ${line}`)].sort());
  expect(textReport(found, () => undefined)).not.toMatch(/guess/);
});

test('the order of the clusters and of their files changes nothing', () => {
  const input = readSources([...SOURCES].reverse(), () => '');
  expect(lint({ ...input, objects: [...input.objects].reverse() }).diagnostics).toEqual(lintAll().diagnostics);
});

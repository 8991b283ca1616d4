import { isGood, type StatusFinding, type StatusItem } from '../../status/report';
import { groupBy } from '../../values';

/** Something with a name in a group, which becomes a test case. */
interface TestCase extends StatusItem {
  readonly group: string;
  readonly title: string;
}

/** Items as JUnit XML: a failure for what is not healthy, an error for what is unknown; what is skipped is skipped. */
export function junitText(cases: readonly TestCase[]): string {
  const suites = [...groupBy(cases, ({ group }) => group)].map(([group, own]) => {
    const tests = own.map(caseText).join('');
    return `  <testsuite${numbers(group, own)}>\n${tests}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${numbers('ossm-fed status', cases)}>\n${suites.join('')}</testsuites>\n`;
}

function numbers(name: string, cases: readonly TestCase[]): string {
  const errors = cases.filter(({ health }) => health === 'unknown').length;
  const skipped = cases.filter(({ health }) => health === 'skipped').length;
  const failures = cases.filter((one) => !isGood(one)).length - errors;
  const skips = skipped === 0 ? '' : ` skipped="${skipped}"`;
  return ` name="${escapeXml(name)}" tests="${cases.length}" failures="${failures}" errors="${errors}"${skips}`;
}

function caseText({ group, title, health, findings }: TestCase): string {
  const head = `    <testcase classname="${escapeXml(group)}" name="${escapeXml(title)}"`;
  if (health === 'healthy') return `${head}/>\n`;
  if (health === 'skipped') return `${head}>\n      <skipped/>\n    </testcase>\n`;
  const element = health === 'unknown' ? 'error' : 'failure';
  const [first] = findings;
  const message = ` type="${first?.code ?? health}" message="${escapeXml(first?.cause ?? health)}"`;
  const lines = findings.map((one) => escapeXml(lineOf(one))).join('\n');
  return `${head}>\n      <${element}${message}>${lines}</${element}>\n    </testcase>\n`;
}

function lineOf({ health, code, cause, fix }: StatusFinding): string {
  return `${health} ${code}: ${cause}; fix: ${fix}`;
}

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

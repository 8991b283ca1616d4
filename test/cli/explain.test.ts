import { ISSUE_CODES } from '../../lib/issues/catalogue';
import { codeExplanation } from '../../lib/issues/explain';
import { SYMPTOMS } from '../../lib/issues/symptoms';
import { explain } from '../../lib/library/explain';
import { runCommand } from '../helpers/command';

describe('explain', () => {
  test('prints title, meaning, fix and example of an issue code', () => {
    expect(runCommand(['explain', 'TOP128'])).toEqual({
      code: 0,
      stderr: '',
      stdout: `## TOP128

**Invalid network**

An entry of "sourceRanges" is not in CIDR notation.

**Fix.** Write an address with a prefix length.

Example:

    sourceRanges: [192.0.2.0/24]
`,
    });
  });

  test('prints each issue code, in lower case too', () => {
    for (const code of ISSUE_CODES) {
      expect(runCommand(['explain', code.toLowerCase()]).stdout).toBe(codeExplanation(code));
    }
  });

  test('prints what FED000 reports', () => {
    const { code, stdout } = runCommand(['explain', 'FED000']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^## FED000\n\n\*\*Each source is readable and has objects.+\*\*\n\nError [^*]+\n\n\*\*Effect\.\*\* .+\n\n\*\*Fix\.\*\* /,
    );
  });

  test.each([
    ['fed13', 'error: unknown code "fed13"\n(Did you mean FED013?)\n'],
    ['FED4', 'error: unknown code "FED4"\n(Did you mean FED004?)\n'],
    [
      'FED099',
      'error: unknown code "FED099"\n(docs/rules.md and docs/codes.md list all codes, "ossm-fed explain" lists symptoms)\n',
    ],
    ['TOP13O', 'error: unknown code "TOP13O"\n(Did you mean TOP130?)\n'],
    [
      'LCK',
      'error: unknown code "LCK"\n(docs/rules.md and docs/codes.md list all codes, "ossm-fed explain" lists symptoms)\n',
    ],
    ['whatever', 'error: unknown code "whatever"\n(docs/'],
    ['constructor', 'error: unknown code "constructor"\n(docs/'],
  ])('rejects %s with the nearest code', (value, message) => {
    const { code, stdout, stderr } = runCommand(['explain', value]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('lists the symptoms without an argument', () => {
    const { code, stdout } = runCommand(['explain']);
    expect(code).toBe(0);
    const width = Math.max(...SYMPTOMS.map(({ name }) => name.length));
    for (const { name, title } of SYMPTOMS) expect(stdout).toContain(`\n${name.padEnd(width)}  ${title}\n`);
  });

  test.each([
    ['503', '503', 'FED060'],
    ['rbac: ACCESS denied', '403', 'FED033'],
    ['Status-Empty', 'status-empty', 'FED011'],
    ['upstream says: no healthy upstream', '503', 'FED008'],
    ['CERTIFICATE_VERIFY_FAILED', 'certificate-verify-failed', 'FED060'],
  ])('leads from "%s" to causes and rules', (words, name, rule) => {
    const { code, stdout } = runCommand(['explain', ...words.split(' ')]);
    expect(code).toBe(0);
    expect(stdout).toContain(`## ${name}\n`);
    expect(stdout).toContain(rule);
  });

  test('suggests the nearest symptom', () => {
    expect(runCommand(['explain', 'status-emty']).stderr).toContain('(Did you mean status-empty?)');
  });
});

describe('each symptom', () => {
  test('has causes, and rules that exist', () => {
    const causes = SYMPTOMS.map((symptom) => symptom.causes);
    expect(causes.filter(({ length }) => length === 0)).toEqual([]);
    const rules = causes.flat().flatMap((one) => one.rules);
    expect(rules.filter((rule) => explain(rule) === undefined)).toEqual([]);
  });
});

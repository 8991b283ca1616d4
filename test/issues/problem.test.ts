import type { PlacedIssue } from '../../lib/issues/place';
import { issueProblem, placeFields } from '../../lib/issues/problem';

const ISSUE: PlacedIssue = { code: 'TOP001', path: '', message: 'the message', fix: 'the fix' };

describe('an issue as a problem', () => {
  test('has no place where the issue has none', () => {
    expect(issueProblem(ISSUE)).toEqual({
      code: 'TOP001',
      severity: 'error',
      message: 'the message',
      fix: 'the fix',
      related: [],
    });
  });

  test('has all that is known of the place, and is a warning if the issue is', () => {
    const place = { cluster: 'west', file: 'a.yaml', line: 1, column: 2, path: 'meshes.west' };
    expect(issueProblem({ ...ISSUE, ...place, level: 'warning' })).toEqual({
      code: 'TOP001',
      severity: 'warning',
      ...place,
      message: 'the message',
      fix: 'the fix',
      related: [],
    });
  });
});

test('fields of a place that are empty are left out, and all others are not part of it', () => {
  const more = { ...ISSUE, cluster: '', file: 'a.yaml', line: 3, object: '' };
  expect(placeFields(more)).toEqual({ file: 'a.yaml', line: 3 });
  expect(placeFields({ object: 'Service a/b', column: 0 })).toEqual({ object: 'Service a/b', column: 0 });
});

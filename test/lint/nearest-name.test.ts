import { NearestNames } from '../../lib/lint/rules/support/nearest-name';

const known = (count: number) => Array.from({ length: count }, (_, i) => `name-${i}`);

test('the nearest known name is found', () => {
  expect(new NearestNames().find('est-mesh', ['west-mesh-egress', 'east-mesh'])).toBe('east-mesh');
  expect(new NearestNames().find('other', ['east-mesh'])).toBeUndefined();
});

test('names are compared up to a limit, that of one run of a rule', () => {
  const names = new NearestNames();
  for (let i = 0; i < 20; i += 1) expect(names.find('nam-7', known(i < 19 ? 5000 : 4999))).toBe('name-7');
  expect(names.find('nam-0', known(2))).toBeUndefined();
  expect(names.find('nam-0', known(1))).toBe('name-0');
  expect(names.find('nam-0', known(1))).toBeUndefined();
});

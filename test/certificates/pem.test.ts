import { readPem } from '../../lib/certificates/pem';
import { DAMAGED_ROOT, EAST_ROOT, WEST_ROOT } from '../lint/cases/certificates';

test('a valid text is parsed once, however often it is read', () => {
  const east = readPem(EAST_ROOT);
  expect(readPem(WEST_ROOT)).not.toEqual(east);
  expect(readPem(EAST_ROOT)).toBe(east);
});

test('an invalid text is not remembered', () => {
  expect(readPem(DAMAGED_ROOT)).toMatchObject({ problem: { kind: 'invalid-signature' } });
  expect(readPem(DAMAGED_ROOT)).not.toBe(readPem(DAMAGED_ROOT));
});

test('of many texts the earlier ones are parsed again', () => {
  const east = readPem(EAST_ROOT);
  for (let i = 0; i < 300; i += 1) readPem(`# ${i}\n${WEST_ROOT}`);
  expect(readPem(EAST_ROOT)).toEqual(east);
  expect(readPem(EAST_ROOT)).not.toBe(east);
});

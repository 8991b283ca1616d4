import { daysUntil, expiryText, spokenName } from '../../../../lib/graph/html/browser/words';

const NOW = new Date('2026-11-29T12:00:00Z');

test.each([
  ['2026-11-30T12:00:00Z', 'in 1 day'],
  ['2026-11-29T13:00:00Z', 'in 0 days'],
  ['2026-11-28T13:00:00Z', 'expired 1 day ago'],
  ['2036-11-29T12:00:00Z', 'in 3653 days'],
])('a certificate that is valid until %s expires %s', (instant, text) => {
  expect(expiryText(daysUntil(instant, NOW))).toBe(text);
});

test('a name for screen readers begins with what is written, and has no text twice', () => {
  const service = { id: 'a', kind: 'service', label: 'details', detail: '9080', own: [], inside: [] } as const;
  expect(spokenName(service, 'details, port 9080', 'rosa / mesh')).toBe('service details, port 9080, in rosa / mesh');
  const state = { health: 'bad', reasons: ['STA020: no endpoint'] } as const;
  const peering = { ...service, kind: 'peering', label: 'a → b', change: 'added', state } as const;
  expect(spokenName(peering, '', '')).toBe('peering a → b, 9080, added, status bad, STA020: no endpoint');
});

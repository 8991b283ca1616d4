import type { Fleet } from '../../lib/observed/model';
import { EXAMPLES, type Example } from '../helpers/examples';
import type { ImportedCall } from './calls';
import { callsOf } from './calls';
import { filledFleet } from './filled';
import { endsOf, traced } from './outline';

const fleets = new Map<string, Fleet>();

function fleetOf(example: Example): Fleet {
  const known = fleets.get(example.name) ?? filledFleet(example.load());
  fleets.set(example.name, known);
  return known;
}

describe.each(EXAMPLES.map((example) => [example.name, example] as const))(
  'calls in the output of %s',
  (_, example) => {
    const fleet = fleetOf(example);
    const calls: readonly ImportedCall[] = callsOf(fleet);

    test('to each import arrive, at the service that its peer exports', () => {
      expect(calls.length).toBeGreaterThan(0);
      for (const { caller, host, target } of calls) {
        const found = traced(fleet, caller, host);
        expect({ caller, host, ends: endsOf(found), arriving: found.arriving }).toEqual({
          caller,
          host,
          ends: expect.arrayContaining([target]),
          arriving: found.ends,
        });
      }
    });
  },
);

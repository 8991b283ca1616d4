import fc from 'fast-check';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { callsOf } from '../trace/calls';
import { filledFleet } from '../trace/filled';
import { endsOf, traced } from '../trace/outline';
import { FIXTURES } from './draw/meshes';
import { soundTopology } from './draw/topology';
import { ossm3Topology } from './ossm3/draw';
import { PATIENCE, runs } from './runs';

/** The calls to imports that do not arrive at the service that the peer exports; the fleet has a value for each token. */
function lost(loaded: Loaded): { readonly calls: number; readonly lost: readonly string[] } {
  const fleet = filledFleet(loaded);
  const calls = callsOf(fleet);
  const found = calls.flatMap(({ caller, host, target }) => {
    const ends = endsOf(traced(fleet, caller, host));
    return ends.includes(target) ? [] : [`${caller} -> ${host}: ${ends.join(', ')} instead of ${target}`];
  });
  return { calls: calls.length, lost: found };
}

test.each([
  ['OpenShift Service Mesh 2', soundTopology, (value: Topology) => loadTopology(value, FIXTURES)],
  ['OpenShift Service Mesh 3', ossm3Topology, (value: Topology) => loadTopology(value)],
] as const)(
  'a call to each import of a topology of %s arrives at the service that the peer exports',
  (_, topology, load) => {
    let traces = 0;
    fc.assert(
      fc.property(topology as fc.Arbitrary<Topology>, (value) => {
        const loaded = load(value);
        if (loaded.federation === undefined) return;
        const found = lost(loaded);
        expect(found.lost).toEqual([]);
        traces += found.calls;
      }),
      runs(25),
    );
    expect(traces).toBeGreaterThan(20);
  },
  PATIENCE,
);

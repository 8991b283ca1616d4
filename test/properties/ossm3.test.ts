import fc from 'fast-check';
import { isIssueCode } from '../../lib/issues/catalogue';
import { loadTopology } from '../../lib/workflows/load';
import { ossm3Topology } from './ossm3/draw';
import { disagreements } from './ossm3/oracle';
import { PATIENCE, render, runs } from './runs';

test(
  'a topology of OpenShift Service Mesh 3 gives issues, or manifests in which both sides agree',
  () => {
    let written = 0;
    fc.assert(
      fc.property(ossm3Topology, (topology) => {
        const loaded = loadTopology(topology);
        for (const { code, message, fix } of loaded.issues) {
          expect(isIssueCode(code)).toBe(true);
          expect(`${message} ${fix}`).not.toMatch(/undefined|\[object/);
        }
        if (loaded.federation === undefined) return;
        const { files, issues } = render(loaded);
        expect(issues).toEqual([]);
        expect(disagreements(new Map(files.map(({ path, text }) => [path, text])))).toEqual([]);
        written += 1;
      }),
      runs(150),
    );
    expect(written).toBeGreaterThan(20);
  },
  PATIENCE,
);

import { byCluster, type Recorded, roundsOf } from '../../bench/recording';

function request(path: string, from: number, to: number, cluster = 'east'): Recorded {
  return { cluster, method: 'GET', path, from, to };
}

/** The paths of rounds. */
function pathsOf(requests: readonly Recorded[]): readonly (readonly string[])[] {
  return roundsOf(requests).map((round) => round.map(({ path }) => path));
}

describe('rounds', () => {
  test('are one for each request where each waits for the one before it', () => {
    expect(pathsOf([request('/a', 0, 50), request('/b', 50, 100), request('/c', 101, 151)])).toEqual([
      ['/a'],
      ['/b'],
      ['/c'],
    ]);
  });

  test('join requests that were under way together, and begin after the first answer', () => {
    const requests = [request('/a', 0, 50), request('/b', 1, 52), request('/c', 51, 101), request('/d', 53, 103)];
    expect(pathsOf(requests)).toEqual([
      ['/a', '/b'],
      ['/c', '/d'],
    ]);
  });

  test('are in the order of arrival, not of answers', () => {
    expect(pathsOf([request('/b', 60, 110), request('/a', 0, 50)])).toEqual([['/a'], ['/b']]);
    expect(pathsOf([])).toEqual([]);
  });
});

test('requests are grouped by cluster in the order in which clusters were reached', () => {
  const requests = [request('/a', 0, 1, 'west'), request('/b', 0, 1, 'east'), request('/c', 2, 3, 'west')];
  expect([...byCluster(requests)]).toEqual([
    ['west', [requests[0], requests[2]]],
    ['east', [requests[1]]],
  ]);
});

import { ElementIndex } from '../../../../lib/graph/html/browser/element-index';
import type { PageElement, PageFinding } from '../../../../lib/graph/html/page-data';

const node = (id: string, parent?: string): PageElement => ({
  ...{ id, kind: 'service', label: id.toUpperCase(), own: [], inside: [] },
  ...(parent !== undefined && { parent }),
});
const share: PageElement = { ...node('share'), kind: 'share', own: [3], ends: { from: 'c', via: ['b'], to: 'd' } };
const finding: PageFinding = {
  rule: 'FED001',
  severity: 'error',
  message: '',
  effect: '',
  fix: '',
  place: '',
  object: 3,
};

const index = new ElementIndex({
  title: '',
  views: [],
  elements: [node('a'), node('b', 'a'), node('c', 'b'), node('d', 'missing'), share],
  objects: [],
  findings: [finding, { ...finding, object: 4 }],
  certificates: [],
});

test('what contains a node and what it contains are found', () => {
  const c = index.find('c');
  expect(c && index.pathOf(c)).toBe('A / B');
  expect(index.childrenOf('a').map(({ id }) => id)).toEqual(['b']);
  expect(index.childrenOf('c')).toEqual([]);
  const d = index.find('d');
  expect(d && index.pathOf(d)).toBe('');
});

test('edges are found at both ends and at the gateways between them', () => {
  expect(['a', 'b', 'c', 'd'].map((id) => index.edgesAt(id).length)).toEqual([0, 1, 1, 1]);
});

test('findings and nodes of an object are found', () => {
  expect(index.findingsIn(3)).toEqual([finding]);
  expect(index.findingsIn(0)).toEqual([]);
  expect(index.elementsOf(3)).toEqual([share]);
});

import { panned, showing, viewBoxText, zoomed } from '../../../../lib/graph/html/browser/view-box';

const WHOLE = { x: 0, y: 0, width: 1000, height: 500 };

test('zooming keeps the point under the pointer where it is', () => {
  const at = { x: 250, y: 400 };
  const box = zoomed(WHOLE, WHOLE, 2, at);
  expect(box).toEqual({ x: 125, y: 200, width: 500, height: 250 });
  expect((at.x - box.x) / box.width).toBe(at.x / WHOLE.width);
  expect(zoomed(box, WHOLE, 0.5, at)).toEqual(WHOLE);
});

test('zooming without a point keeps the center, and has limits', () => {
  expect(zoomed(WHOLE, WHOLE, 2)).toEqual({ x: 250, y: 125, width: 500, height: 250 });
  expect(zoomed(WHOLE, WHOLE, 1e9).width).toBeCloseTo(1000 / 60);
  expect(zoomed(WHOLE, WHOLE, 1e-9).width).toBe(1500);
});

test('a picture cannot be moved out of sight', () => {
  expect(panned(WHOLE, WHOLE, 100, -50)).toEqual({ x: 100, y: -50, width: 1000, height: 500 });
  expect(panned(WHOLE, WHOLE, 1e9, 1e9)).toEqual({ x: 800, y: 400, width: 1000, height: 500 });
  expect(panned(WHOLE, WHOLE, -1e9, -1e9)).toEqual({ x: -800, y: -400, width: 1000, height: 500 });
});

test('what has the focus is moved into sight, unless it is', () => {
  const box = { x: 0, y: 0, width: 100, height: 100 };
  expect(showing(box, { x: 10, y: 10, width: 20, height: 20 })).toBe(box);
  expect(showing(box, { x: 500, y: 60, width: 20, height: 20 })).toEqual({ x: 460, y: 20, width: 100, height: 100 });
});

test('of what is larger than the part that is seen, it is enough to see some', () => {
  const box = { x: 50, y: 50, width: 100, height: 100 };
  expect(showing(box, { x: 0, y: 0, width: 400, height: 400 })).toBe(box);
  expect(showing(box, { x: 0, y: 60, width: 400, height: 20 })).toBe(box);
  expect(showing(box, { x: 160, y: 60, width: 400, height: 20 })).toEqual({ ...box, x: 310, y: 20 });
});

test('the attribute has at most two digits behind the point', () => {
  expect(viewBoxText({ x: 1 / 3, y: 0, width: 10, height: 2.5 })).toBe('0.33 0 10 2.5');
});

import { federation } from './fixture/federation';
import { World } from './harness/world';

test('smoke', async () => {
  const world = await World.start();
  try {
    await world.apply(federation({ roots: {}, addresses: {} }));
    await world.settle();
  } finally {
    await world.stop();
  }
}, 400_000);

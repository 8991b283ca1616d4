import { controlPlaneOverride, type Topology } from '../../lib';

/** The shops whose meshes take the catalog from the hub. */
const SHOPS = ['antwerp', 'bergen', 'cork'];

/** A topology that is computed: one mesh per shop, and a control plane that logs access. */
export const topology: Topology = {
  defaults: {
    meshes: {
      override: controlPlaneOverride({ proxy: { accessLogging: { file: { name: '/dev/stdout' } } } }),
    },
  },
  clusters: {
    hub: { platform: 'rosa' },
    ...Object.fromEntries(SHOPS.map((shop) => [shop, { platform: 'aro' } as const])),
  },
  meshes: {
    hub: { members: ['catalog'] },
    ...Object.fromEntries(SHOPS.map((shop) => [shop, { members: ['shop'] }])),
  },
  peerings: [{ hub: 'hub' }],
  shares: [{ from: 'hub', to: 'all', service: { namespace: 'catalog', name: 'products' } }],
  lint: { ignore: { FED042: 'the addresses that peers come from are known once they run' } },
};

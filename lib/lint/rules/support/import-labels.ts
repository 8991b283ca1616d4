import { textAt } from '../../../observed/fields';
import type { ObservedPeer } from '../../../observed/model';

/**
 * Whether the endpoints of the imports from a peer have a label: they are the pods of the egress gateway, with labels of their own.
 * Source: maistra/istio pilot/pkg/serviceregistry/federation/controller.go, createService.
 */
export function importHasLabel(peer: ObservedPeer, key: string, value: string): 'yes' | 'no' | 'maybe' {
  const is = (text: string | undefined) => (text === value ? 'yes' : 'no');
  const place = (part: string) => is(textAt(peer.imports?.object.value, ['spec', 'locality', part]));
  switch (key) {
    case 'topology.istio.io/cluster':
    case 'service.istio.io/canonical-revision':
      return is(peer.name);
    // The manifests have neither the network of this mesh nor the host in the other mesh.
    case 'topology.istio.io/network':
    case 'service.istio.io/canonical-name':
      return 'maybe';
    case 'topology.kubernetes.io/region':
      return place('region');
    case 'topology.kubernetes.io/zone':
      return place('zone');
    case 'topology.istio.io/subzone':
      return place('subzone');
    default:
      return 'no';
  }
}

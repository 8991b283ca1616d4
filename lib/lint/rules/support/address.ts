import type { ObservedPeer } from '../../../observed/model';

/** The parts of a Service's full name. */
export interface ServiceAddress {
  /** The name of the Service. */
  readonly name: string;
  /** The namespace of the Service. */
  readonly namespace: string;
  /** What follows: `svc` and often the domain of the cluster. */
  readonly suffix: string;
}

/** The parts of an address that is a Service's name; undefined for others, such as those that reach several clusters. */
export function serviceAddress(text: string): ServiceAddress | undefined {
  const [, name, namespace, suffix] = /^([^.]+)\.([^.]+)\.(svc(?:\..+)?)$/.exec(text.replace(/\.$/, '')) ?? [];
  if (name === undefined || namespace === undefined || suffix === undefined) return undefined;
  return suffix === 'svc.clusterset.local' ? undefined : { name, namespace, suffix };
}

/** Whether a peer is reached by the name of a Service, as within one cluster. */
export function isByServiceName({ addresses }: ObservedPeer): boolean {
  return addresses.some((address) => typeof address === 'string' && serviceAddress(address) !== undefined);
}

import type { PageElement } from '../page-data';

/** What each kind of node and edge is called. */
export const KIND_WORDS: { readonly [kind in PageElement['kind']]: string } = {
  cluster: 'cluster',
  mesh: 'mesh',
  ingress: 'ingress gateway',
  egress: 'egress gateway',
  namespace: 'namespace',
  service: 'service',
  workload: 'workload',
  import: 'imported service',
  route: 'VirtualService',
  outside: 'not in the manifests',
  peering: 'peering',
  share: 'shared service',
  split: 'route',
  mirror: 'mirror',
  failover: 'failover',
  call: 'call',
};

/** What the detail of each kind is; that of other kinds has no name. */
export const DETAIL_WORDS: { readonly [kind in PageElement['kind']]?: string } = {
  cluster: 'Platform',
  mesh: 'Version and trust domain',
  ingress: 'Service',
  egress: 'Service',
  service: 'Ports',
  import: 'Host',
  route: 'Hosts',
  peering: 'Addresses',
  share: 'Host',
  split: 'Requests',
  mirror: 'Requests',
};

/** The symbols of states. */
export const STATE_MARKS = { good: '✓', bad: '✗', unknown: '?' } as const;

/** An amount with its noun. */
export function amount(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How long until an instant, in days. */
export function daysUntil(instant: string, now: Date): number {
  return Math.floor((Date.parse(instant) - now.getTime()) / 86_400_000);
}

/** In words, how long until a certificate expires. */
export function expiryText(days: number): string {
  return days < 0 ? `expired ${amount(-days, 'day')} ago` : `in ${amount(days, 'day')}`;
}

/**
 * A name for screen readers: what it is and what is written on it, then what else is known, and where it is.
 *
 * @param visible the text that is written on it; empty for none
 * @param path where it is; empty for what nothing contains
 */
export function spokenName(element: PageElement, visible: string, path: string): string {
  const { kind, label, detail, state, change } = element;
  const shown = visible === '' ? label : visible;
  const parts = [
    `${KIND_WORDS[kind]} ${shown}`,
    ...[label, detail].flatMap((text) => (text === undefined || shown.includes(text) ? [] : [text])),
    ...(path === '' ? [] : [`in ${path}`]),
    ...(change === undefined ? [] : [change]),
    ...(state === undefined ? [] : [`status ${state.health}`, ...state.reasons]),
  ];
  return parts.join(', ');
}

import { isIP } from 'node:net';
import { isAddressPlaceholder } from './placeholders';

/** What is wrong with a text in place of an address. */
export interface AddressProblem {
  readonly message: string;
  readonly fix: string;
  /** Whether it may work all the same. */
  readonly mayWork?: boolean;
}

const WRITE_ADDRESS = "write the IP address or the DNS name of the other mesh's ingress gateway";

const LABEL = /^[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?$/i;

/** Why a text is no address that a peer can be dialled at; undefined where it is one. */
export function addressProblem(text: string): AddressProblem | undefined {
  if (isIP(text) !== 0) return undefined;
  const shown = `the address "${text}"`;
  if (isAddressPlaceholder(text)) return { message: `${shown} is a placeholder`, fix: WRITE_ADDRESS };
  if (text.includes('://')) return { message: `${shown} has a scheme`, fix: writeHost(text) };
  if (/\s/.test(text))
    return { message: `${shown} has blanks in it`, fix: `${WRITE_ADDRESS}; more of them are more items` };
  if (text.includes('/')) return { message: `${shown} has a path`, fix: writeHost(text) };
  if (/^\[.*\](:\d+)?$/.test(text)) return { message: `${shown} has brackets`, fix: writeHost(text) };
  if (/:\d+$/.test(text))
    return { message: `${shown} has a port`, fix: `${writeHost(text)}; ports stand in servicePort and discoveryPort` };
  return nameProblem(text, shown);
}

function nameProblem(text: string, shown: string): AddressProblem | undefined {
  const labels = text.replace(/\.$/, '').split('.');
  if (labels.every((label) => /^\d+$/.test(label))) return { message: `${shown} is no IP address`, fix: WRITE_ADDRESS };
  if (text.length > 254 || !labels.every((label) => LABEL.test(label))) {
    return { message: `${shown} is neither an IP address nor a DNS name`, fix: WRITE_ADDRESS };
  }
  if (labels.length > 1) return undefined;
  return {
    message: `${shown} is a DNS name without a dot`,
    fix: 'write the full DNS name, or the IP address',
    mayWork: true,
  };
}

/** The address within a URL, if it is one. */
function writeHost(text: string): string {
  const host = text
    .replace(/^[^/]*:\/\//, '')
    .replace(/\/.*$/s, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  const isAddress = host !== text && host !== '' && addressProblem(host) === undefined;
  return isAddress ? `write "${host}"` : WRITE_ADDRESS;
}

/** The parts of a Service's name in full. */
export interface ServiceAddress {
  readonly name: string;
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

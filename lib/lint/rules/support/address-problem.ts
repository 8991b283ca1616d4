import { ipVersion, localAddress } from '../../../local-address';
import type { Finding } from '../../diagnostic';
import type { FindingPlace } from '../../findings';
import { addressFinding } from './address-findings';
import { isAddressPlaceholder } from './placeholders';

const LABEL = /^[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?$/i;
/** How long a DNS name can be, without a dot at its end. */
const MAX_NAME = 253;

/** What an address may have beside a host, as messages call it. */
const EXTRAS = { scheme: 'a scheme', path: 'a path', brackets: 'brackets' } as const;

/** Why a text is not an address to which a peer can connect; undefined where it is one. */
export function addressProblem(address: string, place: FindingPlace): Finding | undefined {
  const local = localAddress(address);
  if (local !== undefined) return addressFinding('localAddress', place, { address, local });
  if (ipVersion(address) !== 0) return undefined;
  if (isAddressPlaceholder(address)) return addressFinding('placeholder', place, { address });
  if (address.includes('://')) return withExtra(address, EXTRAS.scheme, place);
  if (/\s/.test(address)) return addressFinding('withSpaces', place, { address });
  if (address.includes('/')) return withExtra(address, EXTRAS.path, place);
  if (/^\[.*\](:\d+)?$/.test(address)) return withExtra(address, EXTRAS.brackets, place);
  if (/:\d+$/.test(address)) return withPort(address, place);
  return nameProblem(address, place);
}

/** Whether a text is a DNS name to which a peer can connect. */
export function isDNSName(text: string, place: FindingPlace): boolean {
  return ipVersion(text) === 0 && addressProblem(text, place) === undefined;
}

function withExtra(address: string, extra: string, place: FindingPlace): Finding {
  const host = hostIn(address, place);
  if (host === undefined) return addressFinding('invalidWithExtra', place, { address, extra });
  return addressFinding('withExtra', place, { address, extra, host });
}

function withPort(address: string, place: FindingPlace): Finding {
  const host = hostIn(address, place);
  if (host === undefined) return addressFinding('invalidWithPort', place, { address });
  return addressFinding('withPort', place, { address, host });
}

/** The address within a URL, if there is one. */
function hostIn(text: string, place: FindingPlace): string | undefined {
  const host = text
    .replace(/^[^/]*:\/\//, '')
    .replace(/\/.*$/s, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  const isName = () => !isAddressPlaceholder(host) && nameProblem(host, place) === undefined;
  return ipVersion(host) !== 0 || isName() ? host : undefined;
}

function nameProblem(address: string, place: FindingPlace): Finding | undefined {
  const name = address.replace(/\.$/, '');
  const labels = name.split('.');
  if (labels.every((label) => /^(\d+|0x[\da-f]+)$/i.test(label)))
    return addressFinding('invalidIP', place, { address });
  if (name.length > MAX_NAME || !labels.every((label) => LABEL.test(label))) {
    return addressFinding('invalidAddress', place, { address });
  }
  return labels.length > 1 ? undefined : addressFinding('shortName', place, { address });
}

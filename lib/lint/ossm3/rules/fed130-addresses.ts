import { ipVersion } from '../../../local-address';
import type { MeshGateway, RemoteAddress } from '../../../observed/ossm3/model';
import { valueAt } from '../../../values';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { GUIDE } from '../support/sources';
import { tokenBeside } from '../support/unfilled';

const REFUSED = 'the API server rejects the Gateway';
const NO_ADDRESS = 'endpoints of the network have no address: calls get 503 "no healthy upstream"';

/** The address that stands in a Gateway until it is known. */
const UNKNOWN = 'unknown.ossm-fed.invalid';

const FINDINGS = {
  nameAsIP: {
    severity: 'error',
    message: 'the address "{value}" is a name, and its type is IPAddress{how}',
    effect: REFUSED,
    fix: 'write "Hostname" as type',
  },
  ipAsName: {
    severity: 'warning',
    message: 'the address "{value}" is an IP address, and its type is Hostname',
    effect: 'istiod uses the address; other programs may resolve it as a name',
    fix: 'write "IPAddress" as type',
  },
  invalidName: {
    severity: 'error',
    message: 'invalid host name "{value}"',
    effect: REFUSED,
    fix: 'write the name of the gateway without a scheme, a port and a path',
  },
  severalNames: {
    severity: 'error',
    message: 'the remote Gateway has several addresses of the type Hostname',
    effect: 'istiod resolves one of them alone, and it is not defined which',
    fix: 'write one name that resolves to all addresses',
  },
  noAddress: {
    severity: 'error',
    message: 'the remote Gateway has no address',
    effect: NO_ADDRESS,
    fix: 'add the address of the gateway of the other mesh',
  },
  notFilledIn: {
    severity: 'warning',
    message: 'the address of the gateway is not filled in yet: {token}',
    effect: NO_ADDRESS,
    fix: 'run "ossm-fed fetch" and "ossm-fed inject"',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED130: remote Gateways have valid addresses. */
export const remoteAddresses: Rule = {
  id: 'FED130',
  generations: ['ossm3'],
  title: 'each remote Gateway has an address whose type fits its value',
  cause:
    'Load balancers of some clouds have names and those of others IP addresses; without a type, the address is taken for an IP address.',
  fix: 'Write type: Hostname for names, and type: IPAddress for IP addresses.',
  sources: [GUIDE, 'Kubernetes Gateway API documentation, GatewaySpecAddress'],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'Gateway remote-north-mesh', 'spec.addresses', [{ value: 'north.mesh.example.org' }]),
  ]),
  check: ({ ossm3 }, report) => {
    const tokens = new Set<string>();
    for (const gateway of ossm3.meshes.flatMap(({ gateways }) => gateways)) {
      if (!gateway.isRemote) continue;
      for (const found of checkGateway(gateway, tokens)) report(found);
    }
  },
};

function checkGateway(gateway: MeshGateway, tokens: Set<string>): readonly Finding[] {
  const { object, addresses } = gateway;
  if (addresses.length === 0) return [finding('noAddress', { object, path: ['spec'] }, {})];
  const names = addresses.filter(({ type }) => type === 'Hostname');
  const several = names.length > 1 ? [finding('severalNames', { object, path: ['spec', 'addresses'] }, {})] : [];
  return [...addresses.flatMap((address) => checkAddress(gateway, address, tokens)), ...several];
}

function checkAddress(
  { object }: MeshGateway,
  { path, type, value = '' }: RemoteAddress,
  tokens: Set<string>,
): readonly Finding[] {
  const place = { object, path: [...path, 'value'] };
  if (value === UNKNOWN) return unfilled(place, tokens);
  if (ipVersion(value) !== 0) return type === 'Hostname' ? [finding('ipAsName', place, { value })] : [];
  if (type === 'IPAddress') {
    return [
      finding('nameAsIP', place, {
        value,
        how: valueAt(object.value, [...path, 'type']) === undefined ? ' by default' : '',
      }),
    ];
  }
  const isName = value.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value);
  return type === 'Hostname' && !isName ? [finding('invalidName', place, { value })] : [];
}

/** The address of a gateway of another mesh is reported once, though each importing mesh has it. */
function unfilled(
  place: { readonly object: MeshGateway['object']; readonly path: readonly (string | number)[] },
  tokens: Set<string>,
): readonly Finding[] {
  const token = tokenBeside(place.object, place.path);
  if (token === undefined) return [finding('notFilledIn', place, { token: `"${UNKNOWN}"` })];
  if (tokens.has(token)) return [];
  tokens.add(token);
  return [finding('notFilledIn', place, { token: `"${token}"` })];
}

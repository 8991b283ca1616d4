import { makeToken, type TokenSubject } from '../federation/tokens';
import type { Lock, LockedGateway } from '../lock/model';
import { ownEntry } from '../lock/own';

/** What tokens stand for, as a lock has it. */
export class TokenValues {
  constructor(private readonly lock: Lock) {}

  /** The root certificates of a mesh as one PEM text, those that it no longer shows behind; undefined if not known. */
  roots(mesh: string): string | undefined {
    const roots = this.mesh(mesh)?.roots ?? [];
    return roots.length === 0 ? undefined : roots.map(({ pem }) => pem).join('');
  }

  /** Where a gateway is reached; undefined if not known. */
  gateway(mesh: string, gateway: string): LockedGateway | undefined {
    return ownEntry(this.mesh(mesh)?.gateways, gateway);
  }

  /** Whether there is a value for what a token stands for. */
  has(subject: TokenSubject): boolean {
    if (subject.kind === 'root') return this.roots(subject.mesh) !== undefined;
    return this.gateway(subject.mesh, subject.gateway) !== undefined;
  }

  private mesh(name: string) {
    return ownEntry(this.lock.meshes, name);
  }
}

/** A place for a value: a token, or a value behind which its token stands as a comment. */
export interface Slot {
  readonly token: string;
  /** Filled from the lock; kept, as the lock has no value and an earlier one stands there; or still the token. */
  readonly state: 'filled' | 'kept' | 'missing';
}

/** A slot by what it stands for. */
export function slotOf(subject: TokenSubject, isToken: boolean, values: TokenValues): Slot {
  const state = values.has(subject) ? 'filled' : isToken ? 'missing' : 'kept';
  return { token: makeToken(subject), state };
}

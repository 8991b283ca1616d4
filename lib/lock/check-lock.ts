import { readPem } from '../certificates/pem';
import { type Issue, IssueList, type Path } from '../issues/issue';
import { suggestName } from '../issues/suggest';
import { addressFault, isPort, MOST_ADDRESSES } from './address';
import type { Lock, LockedGateway, LockedMesh, LockedRoot } from './model';
import { lockedRoot, MOST_ROOTS, sortRoots } from './root';

/** How many meshes, gateways of a mesh and roots of a mesh a lock may hold. */
const MOST = { meshes: 10_000, gateways: 10_000, roots: MOST_ROOTS };

const MESH_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A map as YAML has it. */
type Fields = { readonly [field: string]: unknown };

/** What nearly every fix ends in: the file is made by a command, which starts from what it can use or from nothing. */
export const ANEW = 'restore the committed file, or remove it and run "ossm-fed fetch"';

/** Checks a value that is to be a lock. What can be derived must be as derived: nothing in a lock is free to edit. */
export function checkLock(value: unknown): { readonly lock?: Lock; readonly issues: readonly Issue[] } {
  const issues = new IssueList();
  const check = new LockCheck(issues);
  const lock = check.lock(value);
  return issues.size === 0 ? { lock, issues: [] } : { issues: issues.all() };
}

class LockCheck {
  constructor(private readonly issues: IssueList) {}

  lock(value: unknown): Lock {
    const { meshes } = this.fields(value, [], ['meshes']);
    return { meshes: this.entries(meshes, ['meshes'], MOST.meshes, (mesh, path) => this.mesh(mesh, path)) };
  }

  private mesh(value: unknown, path: Path): LockedMesh {
    const { roots, gateways } = this.fields(value, path, ['roots', 'gateways']);
    const where = [...path, 'roots'];
    const found = this.list(roots, where, MOST.roots).map((root, i) => this.root(root, [...where, i]));
    const fingerprints = new Set<string>();
    for (const [i, root] of found.entries()) {
      if (root !== undefined && fingerprints.has(root.fingerprint)) {
        this.issues.add(
          'LCK010',
          [...where, i],
          'the root certificate is in the list already',
          'remove one of the two',
        );
      }
      if (root !== undefined) fingerprints.add(root.fingerprint);
    }
    return {
      roots: sortRoots(found.flatMap((root) => root ?? [])),
      gateways: this.entries(gateways, [...path, 'gateways'], MOST.gateways, (gateway, at) =>
        this.gateway(gateway, at),
      ),
    };
  }

  /** A root with all that is said of it as its certificate has it; undefined where there is no certificate. */
  private root(value: unknown, path: Path): LockedRoot | undefined {
    const keys = ['fingerprint', 'subject', 'notBefore', 'notAfter', 'retired', 'pem'];
    const { retired, ...stated } = this.fields(value, path, keys, ['retired']);
    if (retired !== undefined && retired !== true) {
      this.issues.add('LCK006', [...path, 'retired'], '"retired" is not "true"', 'write "retired: true", or remove it');
    }
    const certificate = this.certificate(stated.pem, [...path, 'pem']);
    if (certificate === undefined) return undefined;
    const derived: Fields = { ...lockedRoot(certificate, retired === true) };
    for (const key of ['fingerprint', 'subject', 'notBefore', 'notAfter']) {
      if (typeof stated[key] !== 'string' || stated[key] === derived[key]) continue;
      const message = `"${key}" is not that of the certificate, ${JSON.stringify(derived[key])}`;
      this.issues.add('LCK009', [...path, key], message, `find out who changed which of the two, then ${ANEW}`);
    }
    return lockedRoot(certificate, retired === true);
  }

  private certificate(pem: unknown, path: Path) {
    if (typeof pem !== 'string') {
      if (pem !== undefined) this.wrongType(pem, 'a text', path);
      return undefined;
    }
    const content = readPem(pem);
    if ('problem' in content) {
      this.issues.add('LCK008', path, content.problem.message, ANEW);
      return undefined;
    }
    const [certificate, ...others] = content.certificates;
    if (others.length === 0) return certificate;
    const message = `"pem" holds ${others.length + 1} certificates instead of one`;
    this.issues.add('LCK008', path, message, 'make each an item of "roots"');
    return undefined;
  }

  private gateway(value: unknown, path: Path): LockedGateway {
    const fields = this.fields(value, path, ['addresses', 'servicePort', 'discoveryPort']);
    const where = [...path, 'addresses'];
    const addresses = this.list(fields.addresses, where, MOST_ADDRESSES);
    if (Array.isArray(fields.addresses) && addresses.length === 0) {
      this.issues.add('LCK006', where, 'the list of addresses is empty', ANEW);
    }
    for (const [i, address] of addresses.entries()) this.address(address, [...where, i]);
    for (const key of ['servicePort', 'discoveryPort']) {
      if (fields[key] === undefined || isPort(fields[key])) continue;
      this.issues.add('LCK006', [...path, key], `"${key}" is not a port`, 'write a number from 1 to 65535');
    }
    return {
      addresses: addresses.filter((address) => typeof address === 'string').sort(),
      servicePort: Number(fields.servicePort),
      discoveryPort: Number(fields.discoveryPort),
    };
  }

  private address(address: unknown, path: Path): void {
    if (typeof address !== 'string') {
      this.wrongType(address, 'a text', path);
      return;
    }
    const fault = addressFault(address);
    if (fault === undefined) return;
    const message = `${JSON.stringify(address.slice(0, 80))} cannot be dialled: ${fault}`;
    this.issues.add('LCK006', path, message, ANEW);
  }

  /** The entries of a map by names, sorted. */
  private entries<T>(
    value: unknown,
    path: Path,
    most: number,
    check: (entry: unknown, path: Path) => T,
  ): { readonly [name: string]: T } {
    if (value === undefined) return {};
    if (!isMap(value)) {
      this.wrongType(value, 'a map', path);
      return {};
    }
    const entries = Object.entries(value);
    if (entries.length > most) {
      this.issues.add('LCK006', path, `the map has ${entries.length} keys, more than ${most}`, ANEW);
      return {};
    }
    const named = entries.filter(([name]) => {
      if (MESH_NAME.test(name)) return true;
      const message = `${JSON.stringify(name.slice(0, 80))} is not a name that a mesh or a gateway can have`;
      this.issues.addAtKey('LCK006', [...path, name], message, 'remove it');
      return false;
    });
    const sorted = named.sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, entry]) => [name, check(entry, [...path, name])]));
  }

  private list(value: unknown, path: Path, most: number): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.wrongType(value, 'a list', path);
      return [];
    }
    if (value.length <= most) return value;
    this.issues.add('LCK006', path, `the list has ${value.length} items, more than ${most}`, ANEW);
    return [];
  }

  /** The fields of an object; notes those that are unknown, missing, or anything but texts where texts are due. */
  private fields(value: unknown, path: Path, keys: readonly string[], optional: readonly string[] = []): Fields {
    if (!isMap(value)) {
      this.wrongType(value, 'a map', path);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const message = `the key ${JSON.stringify(key.slice(0, 80))} is unknown`;
      this.issues.addAtKey('LCK003', [...path, key], message, suggestName(key, keys));
    }
    for (const key of keys) {
      if (Object.hasOwn(value, key) || optional.includes(key)) continue;
      this.issues.add('LCK005', path, `the key "${key}" is missing`, ANEW);
    }
    for (const key of ['fingerprint', 'subject', 'notBefore', 'notAfter']) {
      if (keys.includes(key) && Object.hasOwn(value, key) && typeof value[key] !== 'string') {
        this.wrongType(value[key], 'a text', [...path, key]);
      }
    }
    return Object.fromEntries(keys.map((key) => [key, Object.hasOwn(value, key) ? value[key] : undefined]));
  }

  private wrongType(value: unknown, expected: string, path: Path): void {
    const found =
      value === null ? 'empty' : Array.isArray(value) ? 'a list' : isMap(value) ? 'a map' : `a ${typeof value}`;
    this.issues.add('LCK004', path, `the value is ${found} instead of ${expected}`, ANEW);
  }
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

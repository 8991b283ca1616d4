import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksumsText } from '../../scripts/binary/checksums';
import { LIBRARIES, usedLicenses } from '../../scripts/binary/libraries';
import { runtimeNotices } from '../../scripts/binary/notices';
import lock from '../../scripts/binary/package-lock.json';
import { versionOf } from '../../scripts/binary/runtime';
import { addRuntimes } from '../../scripts/binary/sbom';
import { ownTarget, TARGETS } from '../../scripts/binary/targets';
import type { CycloneDx } from '../../scripts/package/sbom';
import { inDirectory } from '../helpers/temporary';

describe('the platforms', () => {
  test('are Linux, macOS and Windows, each with a file of its own', () => {
    expect(TARGETS.map(({ file }) => file)).toEqual([
      'ossm-fed-linux-x64',
      'ossm-fed-linux-arm64',
      'ossm-fed-macos-arm64',
      'ossm-fed-windows-x64.exe',
    ]);
  });

  test.each(TARGETS.map((target) => [target.name, target] as const))(
    '%s has a runtime in the lock file, for its system and processor',
    (_, target) => {
      const locked = lock.packages[`node_modules/${target.runtime}` as keyof typeof lock.packages];
      const { version } = locked as { readonly version: string };
      expect(locked).toMatchObject({ os: [target.os], cpu: [target.cpu], version: versionOf(target) });
      expect(new Set(TARGETS.map(versionOf))).toEqual(new Set([version]));
    },
  );

  test('include the one of this machine by its system and processor', () => {
    const found = TARGETS.find(({ os, cpu }) => os === process.platform && cpu === process.arch);
    expect(ownTarget()).toBe(found);
  });

  test('without a locked runtime are an error', () => {
    expect(() => versionOf({ ...TARGETS[0], runtime: '@oven/bun-none' } as never)).toThrow('lacks @oven/bun-none');
  });
});

describe('the libraries of the runtime', () => {
  const notices = runtimeNotices('1.2.3');

  test.each(LIBRARIES.map((library) => [library.name, library] as const))(
    '%s is listed with its license, its copyright and the texts of its licenses',
    (name, library) => {
      expect(notices).toContain(`  ${name} (${library.license}) ${library.url}\n`);
      // What is dedicated to the public domain has no copyright.
      expect(library.copyright.length === 0).toBe(library.license === 'blessing');
      for (const line of library.copyright) expect(notices).toContain(`    ${line}\n`);
      for (const id of usedLicenses(library))
        expect(notices).toMatch(new RegExp(`^--- \\w+ ${id}(: .+)?\\n\\n.{10}`, 'm'));
    },
  );

  test('have a name each', () => {
    expect(new Set(LIBRARIES.map(({ name }) => name)).size).toBe(LIBRARIES.length);
  });

  test('that have a choice of licenses are used under the first one', () => {
    const library = { name: 'x', license: 'MIT OR GPL-2.0-only', url: '', copyright: [] };
    expect(usedLicenses(library)).toEqual(['MIT']);
    expect(usedLicenses({ ...library, license: 'Apache-2.0 WITH LLVM-exception AND ISC' })).toEqual([
      'Apache-2.0',
      'LLVM-exception',
      'ISC',
    ]);
    expect(notices).not.toContain('--- License GPL-2.0-only');
  });

  test('are components of each runtime in the SBOM, with version, license and copyright', () => {
    const own: CycloneDx = { metadata: { component: component('ossm-fed') }, components: [], dependencies: [] };
    const runtimes = { ...own, components: [component('bun-a'), component('bun-b')] };
    const { components } = addRuntimes(own, runtimes, { zstd: 'abc' });
    expect(components.map(({ name }) => name)).toEqual(['bun-a', 'bun-b']);
    const [first, second] = components.map((each) => each.components as CycloneDx['components']);
    expect(first?.map(({ name }) => name)).toEqual(LIBRARIES.map(({ name }) => name));
    expect(second?.find(({ name }) => name === 'zstd')).toEqual({
      'bom-ref': 'bun-b@1|zstd',
      type: 'library',
      name: 'zstd',
      version: 'abc',
      licenses: [{ expression: 'BSD-3-Clause OR GPL-2.0-only' }],
      copyright: 'Copyright (c) Meta Platforms, Inc. and affiliates. All rights reserved.',
      externalReferences: [{ type: 'vcs', url: 'https://github.com/facebook/zstd' }],
    });
    expect(first?.find(({ name }) => name === 'SQLite')).toMatchObject({ licenses: [{ license: { id: 'blessing' } }] });
  });
});

test('checksums are those of all files, by their names', () => {
  inDirectory({}, (directory) => {
    writeFileSync(join(directory, 'b'), 'abc');
    writeFileSync(join(directory, 'a'), '');
    expect(checksumsText(directory)).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n' +
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n',
    );
  });
});

function component(name: string) {
  return { 'bom-ref': `${name}@1`, name, version: '1' };
}

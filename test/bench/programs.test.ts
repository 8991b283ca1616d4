import { findBinary, programsOf, toolOf } from '../../bench/programs';

describe('the binary', () => {
  test('is the program in the environment', () => {
    expect(findBinary({ OSSM_FED_BINARY: process.execPath })).toEqual({ path: process.execPath });
  });

  test('is missing without the variable, and where it names no program', () => {
    expect(findBinary({})).toEqual({ missing: 'OSSM_FED_BINARY is not set' });
    expect(findBinary({ OSSM_FED_BINARY: __filename })).toEqual({
      missing: `OSSM_FED_BINARY is not an executable file: ${__filename}`,
    });
  });

  test('is measured beside the package', () => {
    expect(programsOf(undefined).map(({ form }) => form)).toEqual(['package']);
    const [own, binary] = programsOf('/opt/ossm-fed');
    expect(own?.run('--version').args.slice(1)).toEqual(['--version']);
    expect(binary?.run('lint', 'dist')).toEqual({ file: '/opt/ossm-fed', args: ['lint', 'dist'] });
    expect([toolOf('lint'), toolOf('lint', 'binary')]).toEqual(['ossm-fed lint', 'ossm-fed lint (binary)']);
  });
});

// Loads the built program.

const fs = require('node:fs');
const { basename, join } = require('node:path');
const { openCache, optimizeLater, tryRead } = require('./code-cache');

const build = join(__dirname, '..', 'build');

/** Commands that run without the rest of the program; so do options such as `--version`. */
const LIGHT = ['completion', 'explain', 'help', 'start'];

/** What the program loads on demand. */
const PARTS = ['./clusters.js', './layout.js', './page.js'];

/** What Node.js puts around a CommonJS module. */
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})'];

/**
 * Evaluates the program, with the code that an earlier run of the command compiled.
 *
 * @param {readonly string[]} args the arguments of the command
 * @param {{ exports: object }} program the module that gets the exports of the program
 * @returns {((code: number) => void) | undefined} keeps what was compiled, after a run that ended with the exit code;
 *   undefined if the program is not built
 */
exports.load = function load(args, program) {
  const filename = join(build, 'program.js');
  const source = tryRead(filename);
  if (source === undefined) return undefined;
  const command = commandOf(args);
  const isLight = LIGHT.includes(command);
  if (!isLight) optimizeLater();
  const { compile, keep } = openCache();
  const parts = {};
  // Loading node:module takes longer.
  const requireOther = module.constructor.createRequire(filename);
  const requirePart = (name) => {
    if (!PARTS.includes(name)) return requireOther(name);
    parts[name] ??= loadPart(join(build, name), compile, requireOther);
    return parts[name].exports;
  };
  const shipped = join(build, isLight ? 'start.cache' : 'program.cache');
  const script = compile(source, filename, command, shipped);
  script.runInThisContext()(program.exports, requirePart, program, filename, build);
  // What lint finds makes it fail after all of its work; other commands may end early.
  return (code) => {
    if (code === 0 || (code === 1 && command === 'lint')) keep();
  };
};

/** Evaluates a part as a CommonJS module, with the code that an earlier run compiled: without it the largest takes 0.2 s. */
function loadPart(filename, compile, requireOther) {
  const part = { exports: {} };
  const script = compile(fs.readFileSync(filename), filename, basename(filename, '.js'), undefined, WRAPPER);
  script.runInThisContext()(part.exports, requireOther, part, filename, build);
  return part;
}

/** The command of a line; `start` for options such as `--version`, and for the help of a command, which runs nothing of it. */
function commandOf([word = '', ...others]) {
  const isHelp = others.includes('--help') || others.includes('-h');
  return /^[a-z]{1,20}$/.test(word) && !isHelp ? word : 'start';
}

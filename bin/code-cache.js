// The code cache of the program: what V8 compiled for a command in an earlier run, so that it need not compile it again.
// That of the Node.js that built the package is beside the program; those of others are in the cache directory of the
// user, and are written after the first run of a command that succeeds.

const fs = require('node:fs');
const { dirname, isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');

/** The length of the ID at the end of the program, which the build writes. */
exports.ID_LENGTH = 16;

/** How many files the directory may have: all commands of some versions. */
const MAX_FILES = 40;

/** In seconds: V8 drops what it compiled for the start of a longer run. */
const LONG_RUN = 10;

/** @returns {Buffer | undefined} the content of a file, undefined if it cannot be read */
exports.tryRead = function tryRead(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
};

/**
 * Lets V8 of Node.js 20 optimize a function only after it has run eight times as long as by default: optimizing functions
 * that are soon done with took a fifth of the time of `synth`. Later versions compile them in between, by a cheaper
 * compiler, and have no such flag. A code cache is only for the flags that it was written with.
 */
exports.optimizeLater = function optimizeLater() {
  if (process.versions.v8.startsWith('11.')) require('node:v8').setFlagsFromString('--interrupt-budget=540672');
};

/**
 * Opens the cache for a run of the command.
 *
 * `compile` compiles a script with the code that an earlier run compiled:
 *
 * - `source`, the text of the script, which ends with its ID;
 * - `filename`, its path;
 * - `name`, by which the cache knows what is compiled of it;
 * - `shipped`, the file of the cache in the package, undefined if it has none;
 * - `wrap`, what is put around the text.
 *
 * `keep` writes what a run compiled that the cache lacks.
 *
 * @returns {{
 *   compile: (source: Buffer, filename: string, name: string, shipped?: string, wrap?: [string, string]) => Script,
 *   keep: () => void,
 * }}
 */
exports.openCache = function openCache() {
  const directory = userDirectory(process.env);
  const unknown = [];
  const compile = (source, filename, name, shipped, [before, after] = ['', '']) => {
    const id = source.subarray(-exports.ID_LENGTH).toString('latin1');
    const file = `${engine(process)}-${id}-${name}`;
    const own = directory && readOwn(directory, file);
    // The bundler writes only ASCII, which Node.js decodes faster as Latin-1.
    const text = before + source.toString('latin1') + after;
    const script = new Script(text, { filename, cachedData: own ?? (shipped && exports.tryRead(shipped)) });
    if (script.cachedDataRejected !== false) unknown.push({ file, script });
    return script;
  };
  const keep = () => {
    if (process.uptime() >= LONG_RUN || directory === undefined) return;
    for (const { file, script } of unknown) writeOwn(directory, file, script);
  };
  return { compile, keep };
};

/** The version of V8, its flags and the processor: with others V8 rejects a cache. */
function engine({ arch, env, execArgv, versions }) {
  // Loading node:v8, which knows the flags, takes 1 ms, and most runs have none.
  const hasFlags = execArgv.length > 0 || env.NODE_OPTIONS;
  return hasFlags ? require('node:v8').cachedDataVersionTag().toString(16) : `${versions.v8}-${arch}`;
}

/** @returns {string | undefined} the directory for the caches of this user, which need not exist */
function userDirectory({ NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME, HOME, LOCALAPPDATA }) {
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const home = HOME && join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  const parent = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || home;
  return parent && isAbsolute(parent) ? join(parent, 'ossm-fed') : undefined;
}

/** Whether only this user can have written a file or directory. Windows has no such bits; its directory is private. */
function isPrivate({ uid, mode }) {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** @returns {Buffer | undefined} a cache that this user has written, undefined if there is none */
function readOwn(directory, name) {
  try {
    const file = join(directory, name);
    return isPrivate(fs.lstatSync(directory)) && isPrivate(fs.lstatSync(file)) ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes a cache as a whole, so that a run at the same time, or after a power failure, reads all of it or nothing. A failure
 * costs only time.
 */
function writeOwn(directory, name, script) {
  try {
    // Not recursive: where no directory can be made, as below /proc, Node.js would try forever.
    for (const each of [dirname(directory), directory]) if (!fs.existsSync(each)) fs.mkdirSync(each, { mode: 0o700 });
    if (!isPrivate(fs.lstatSync(directory))) return;
    const staged = join(directory, `${name}.${process.pid}`);
    fs.writeFileSync(staged, script.createCachedData(), { mode: 0o600, flush: true });
    fs.renameSync(staged, join(directory, name));
    removeOld(directory);
  } catch {
    // What is left of it is removed as any old file.
  }
}

/** Removes the oldest files of a directory that has too many. */
function removeOld(directory) {
  const files = fs.readdirSync(directory).map((name) => join(directory, name));
  if (files.length <= MAX_FILES) return;
  const ages = files.map((file) => [fs.lstatSync(file).mtimeMs, file]).sort(([a], [b]) => b - a);
  for (const [, file] of ages.slice(MAX_FILES)) fs.rmSync(file, { force: true });
}

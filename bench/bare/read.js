// Reads all files below directories, and does nothing else: the time that a command must wait for them.
// Usage: node read.js DIRECTORY...

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

for (const directory of process.argv.slice(2)) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name), 'utf8');
  }
}

// A thread of the built command. A file of its own, so that the command need not load what tells whether it is a thread.

const { load } = require('./load');

const program = { exports: {} };
// A thread has no arguments of the command, but compiles the same as this one.
load(['synth'], program);
program.exports.joinSynth();

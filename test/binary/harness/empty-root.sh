#!/bin/sh
# Runs a binary in an empty root, as a container from scratch has it: with the C library and its loader, /proc and /dev, as
# the user 65532, without HOME, and with one writable directory. Usage: empty-root.sh ROOT BINARY OUTPUT ARGUMENT...
set -eu
root=$1 binary=$2 output=$3
shift 3

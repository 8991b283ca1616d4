import type { CodeEntries } from './entry';

/** The codes of what `ossm-fed graph` cannot read, draw or write. */
export const GRAPH_CODES = {
  GRA001: {
    title: 'manifest that cannot be drawn',
    meaning: 'A file or directory cannot be read or parsed, or a source has no Kubernetes object. Nothing is drawn.',
    fix: 'Fix the file, or name other sources.',
    example: 'ossm-fed graph rosa=./rosa aro=./aro',
  },
  GRA002: {
    title: 'git revision that cannot be drawn',
    meaning:
      'The directory is not in a git repository, the repository does not have the revision or the directory in it, or git is not installed.',
    fix: 'Run the command in the repository, fetch the revision, or name the output directory with "--dist".',
    example: 'ossm-fed graph --diff origin/main',
  },
  GRA003: {
    title: 'picture that is too large',
    meaning:
      'The picture has more nodes and edges than can be laid out in a few seconds, or than Mermaid draws without other settings.',
    fix: 'Draw a smaller part with "--view clusters" or with fewer sources, or write "--format dot".',
    example: 'ossm-fed graph --view clusters --format svg',
  },
  GRA004: {
    title: 'file that cannot be written',
    meaning: 'The picture cannot be written, or it would replace a file that ossm-fed did not write.',
    fix: 'Name another file with "-o", or delete the one that is there.',
  },
  GRA005: {
    title: 'picture that is not up to date',
    meaning: 'The picture beside the output directory is missing, or is not what "synth --graph" would write.',
    fix: 'Run "ossm-fed synth --graph".',
    example: 'ossm-fed synth --check --graph',
  },
} as const satisfies CodeEntries;

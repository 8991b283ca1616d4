import type { CodeEntries } from './entry';

/** The codes of `ossm-fed init`. */
export const INIT_CODES = {
  INI001: {
    title: 'existing file',
    meaning: '"ossm-fed init" never overwrites a file, and nothing is written if one of its files exists.',
    fix: 'Use another directory, or move the file away.',
    example: 'ossm-fed init federation',
  },
  INI002: {
    title: 'file cannot be created',
    meaning:
      'The directory or a file of a new topology cannot be created. Files are not created through symbolic links.',
    fix: 'Use another directory, fix the permissions of the directory, or free disk space.',
  },
  INI003: {
    title: 'duplicate mesh name on the command line',
    meaning: 'Two clusters of a new topology have meshes with one name.',
    fix: 'Name one of the meshes with "--mesh".',
    example: 'ossm-fed init --cluster rosa --cluster aro --mesh aro=stg-mesh',
  },
} as const satisfies CodeEntries;

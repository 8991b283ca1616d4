/** Where the installed package is, for all test files of a run. */
export interface Place {
  /** A temporary directory that contains all others. */
  readonly directory: string;
  /** A project that installed only the package, as a user of the command does. */
  readonly plain: string;
  /** An ESM project with the versions of cdk8s that this project is tested with. */
  readonly esm: string;
  /** A CommonJS project with the lowest versions of cdk8s that the package allows. */
  readonly cjs: string;
  /** The path of the newest Node.js; undefined where it cannot be installed here. */
  readonly newestNode?: string;
}

const VARIABLE = 'OSSM_FED_PACKAGE_TEST';

/** Publishes the place to all test files by the environment. */
export function publishPlace(place: Place): void {
  process.env[VARIABLE] = JSON.stringify(place);
}

/** The place of this run. */
export function currentPlace(): Place {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('the package is not installed; run "npm run test:package"');
  return JSON.parse(text) as Place;
}

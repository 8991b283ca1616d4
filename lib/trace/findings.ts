import type { Path } from '../issues/issue';
import type { Finding } from '../lint/diagnostic';
import { RULES } from '../lint/rules/all';
import { findings } from '../lint/run';
import { ignoredIn } from '../lint/suppress';
import type { ManifestObject } from '../manifests/object';
import type { Fleet } from '../observed/model';
import { groupBy } from '../values';
import type { DraftHop, Subject } from './draft';

/** A finding of the linter with its rule. */
export interface RuleFinding {
  /** The rule, such as `FED004`. */
  readonly code: string;
  /** The finding. */
  readonly finding: Finding;
}

/** Errors with which calls arrive all the same, or may arrive; their names follow where others of the rule end calls. */
const HARMLESS: ReadonlySet<string> = new Set(['FED012', 'FED017', 'FED031 wildcard', 'FED037', 'FED050']);

/** Faults for which the API server or an operator rejects the whole object, or does not install it. */
const REJECTED: ReadonlySet<string> = new Set([
  ...['duplicateName', 'invalidServiceName', 'labelTooLong', 'nameTooLong', 'reservedName'].map(
    (name) => `FED024 ${name}`,
  ),
  ...['controlPlaneNamespace', 'duplicateMember', 'invalidMember', 'operatorNamespace'].map((name) => `FED026 ${name}`),
  ...['wildcardBesideMembers', 'wildcardWithoutClusterWide', 'wrongName'].map((name) => `FED026 ${name}`),
  ...['missingPrometheus', 'newerThanOperator', 'removedVersion', 'unknownVersion'].map((name) => `FED027 ${name}`),
  ...['FED037 clusterWideBesideOthers', 'FED037 sharedNamespace', 'FED101 notInstalled', 'FED128 oldVersion'],
]);

/** Warnings because of which calls fail: the linter cannot know whether there are any, but a traced call is one. */
const BREAKING_WARNINGS: ReadonlySet<string> = new Set(['FED039', 'FED060']);

/** The kinds of control planes, whose findings may be about one of several peers. */
const CONTROL_PLANES: ReadonlySet<string> = new Set(['ServiceMeshControlPlane', 'Istio']);

/** What the linter finds, by object. */
export class FindingsByObject {
  private readonly byObject: ReadonlyMap<ManifestObject, readonly RuleFinding[]>;

  /**
   * @param ignored the rules that the user ignores
   */
  constructor(fleet: Fleet, ignored: ReadonlySet<string>) {
    const found = findings(fleet, RULES)
      .map(({ rule, finding }) => ({ code: rule.id, finding }))
      .filter(({ code, finding }) => !ignored.has(code) && !ignoredIn(finding.object).includes(code));
    this.byObject = groupBy(found, ({ finding }) => finding.object);
  }

  /**
   * What concerns the subjects of a hop.
   *
   * @param passed the control planes of the way so far; a finding that is about another one is left out
   */
  of(hop: DraftHop, passed: ReadonlySet<ManifestObject>): readonly RuleFinding[] {
    const all = subjectsOf(hop).flatMap((subject) =>
      (this.byObject.get(subject.object) ?? []).filter((one) => isRejected(one) || concerns(one.finding, subject)),
    );
    return [...new Set(all)].filter((one) => isRejected(one) || !isAboutOther(one.finding, passed));
  }
}

/** The parts of objects on which a hop depends. */
export function subjectsOf({ subject, also = [], isShared }: DraftHop): readonly Subject[] {
  return subject === undefined || isShared ? also : [subject, ...also];
}

/** Whether calls that pass a hop fail because of a finding. */
export function isBreaking({ code, finding: { name, severity } }: RuleFinding, { breaking = [] }: DraftHop): boolean {
  if (severity === 'error') return !HARMLESS.has(code) && !HARMLESS.has(`${code} ${name}`);
  return severity === 'warning' && (BREAKING_WARNINGS.has(code) || breaking.includes(code));
}

function isRejected({ code, finding: { name } }: RuleFinding): boolean {
  return REJECTED.has(`${code} ${name}`);
}

/** Whether a finding is about a value that `inject` is to fill in; it names the token. */
export function isUnfilled({ finding: { name } }: RuleFinding): boolean {
  return UNFILLED.test(name);
}

/** The names of findings about tokens. */
const UNFILLED = /^(unfilledToken|notFilledIn|token)/;

/** Whether a finding is about a part of an object, about something in it, or about something that it is in. */
function concerns({ path = [] }: Finding, { path: own = [] }: Subject): boolean {
  return path[0] === 'metadata' || startsWith(path, own) || startsWith(own, path);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, i) => path[i] === key);
}

function isAboutOther({ object, related }: Finding, passed: ReadonlySet<ManifestObject>): boolean {
  if (!CONTROL_PLANES.has(object.kind)) return false;
  const others = related.map((one) => one.object).filter(({ kind }) => CONTROL_PLANES.has(kind));
  return others.length > 0 && !others.some((one) => passed.has(one));
}

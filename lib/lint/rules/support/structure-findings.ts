import { findingMaker } from '../../findings';

const REJECTED = 'the API server rejects the object';
const UNKNOWN_FIELD = 'unknown field {field} in {kind}';
const DROPPED = 'kubectl and oc reject the object; clients that do not validate drop the field silently';
const WRONG_TYPE = '{field} is {found} instead of {expected}';
const UNSUPPORTED_VALUE = 'unsupported value "{found}" of {field}; supported values: {expected}';
const WHOLE_NAMES = 'invalid name "{name}": selectors compare whole names, and only "*" by itself matches any name';
const UNKNOWN_KIND = 'unknown kind "{kind}" of {group}';

/** Everything that FED023 reports. */
export const STRUCTURE_FINDINGS = {
  renamingAlias: {
    severity: 'error',
    message: UNKNOWN_FIELD,
    effect: DROPPED,
    fix: 'write aliases: {entries}; this exports {before} as {after}, so change the import rule too',
    related: ['the rule imports the service by its current name'],
  },
  aliasOfLabels: { severity: 'error', message: UNKNOWN_FIELD, effect: DROPPED, fix: 'write aliases: {entries}' },
  misplacedField: { severity: 'error', message: UNKNOWN_FIELD, effect: DROPPED, fix: 'write {suggestion}' },
  unknownField: {
    severity: 'error',
    message: UNKNOWN_FIELD,
    effect: DROPPED,
    fix: 'remove it; the known fields here are {known}',
  },
  missingField: { severity: 'error', message: '{field} is missing', effect: REJECTED, fix: 'add {field}' },
  wrongType: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write {expected}' },
  notBoolean: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write true or false' },
  unquotedString: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write "{value}" in quotes' },
  quotedValue: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write {value} without quotes' },
  stringInsteadOfList: { severity: 'error', message: WRONG_TYPE, effect: REJECTED, fix: 'write a list: ["{value}"]' },
  unsupportedValue: { severity: 'error', message: UNSUPPORTED_VALUE, effect: REJECTED, fix: 'write one of {expected}' },
  misspelledValue: { severity: 'error', message: UNSUPPORTED_VALUE, effect: REJECTED, fix: 'write "{near}"' },
  outOfRange: {
    severity: 'error',
    message: '{field} is {found}, which is out of range',
    effect: REJECTED,
    fix: 'write a number {bound}',
  },
  invalidFormat: {
    severity: 'error',
    message: 'invalid value "{found}" of {field}',
    effect: REJECTED,
    fix: 'write a value that matches the pattern {pattern}',
  },
  unsupportedVersion: {
    severity: 'error',
    message: 'unsupported API version "{found}" of {kind}; supported: {known}',
    effect: REJECTED,
    fix: 'write {known}',
  },
  unknownKind: { severity: 'error', message: UNKNOWN_KIND, effect: REJECTED, fix: 'write one of {known}' },
  kindOfOtherGroup: {
    severity: 'error',
    message: UNKNOWN_KIND,
    effect: REJECTED,
    fix: 'write kind "{near}" with apiVersion "{version}"',
  },
  misspelledKind: { severity: 'error', message: UNKNOWN_KIND, effect: REJECTED, fix: 'write "{near}"' },
  patternInName: {
    severity: 'error',
    message: WHOLE_NAMES,
    effect: 'the rule matches no service',
    fix: 'write the whole name, one rule for each service, or "*" for all',
  },
  patternInAliasEntry: {
    severity: 'error',
    message: WHOLE_NAMES,
    effect: 'the entry matches no service, and services keep their original names',
    fix: 'write the whole name, one entry for each service, or "*" for all',
  },
  patternInAlias: {
    severity: 'error',
    message: 'invalid name "{name}" in an alias: only "*" by itself keeps the original name',
    effect: 'the service gets exactly this name, which is invalid in a host',
    fix: 'write the whole name, or "*" to keep the original name',
  },
} as const;

/** Makes the findings of FED023. */
export const structureFinding = findingMaker(STRUCTURE_FINDINGS);

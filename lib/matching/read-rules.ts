import { type Fields, isFields, plainText } from '../values';
import type { KubernetesLabelSelector, LabelRequirement } from './label-selector';
import type { Alias, ExportRule, ImportRule, LabelSelector, NameSelector } from './rules';

/**
 * Reads `spec.exportRules` from parsed YAML or JSON of any shape, without errors: unknown fields, null and values of
 * the wrong type count as missing, as in a pruned object; a number or a boolean becomes a string where one is expected.
 * A value that is not a list yields no rules; an item that is not an object yields an empty rule, so that indices stay.
 * `lib/structural` validates the shape. Source: maistra/api federation/v1 `ExportedServiceSetSpec`.
 */
export function readExportRules(value: unknown): readonly ExportRule[] {
  return toList(value).map((rule) => ({
    ...text(rule, 'type'),
    ...child(rule, 'nameSelector', toNameSelector),
    ...child(rule, 'labelSelector', toLabelSelector),
  }));
}

/**
 * Reads `spec.importRules` from parsed YAML or JSON of any shape, like {@link readExportRules}.
 * Source: maistra/api federation/v1 `ImportedServiceSetSpec`.
 */
export function readImportRules(value: unknown): readonly ImportRule[] {
  return toList(value).map((rule) => ({
    ...text(rule, 'type'),
    ...(typeof rule.importAsLocal === 'boolean' ? { importAsLocal: rule.importAsLocal } : {}),
    ...text(rule, 'domainSuffix'),
    ...child(rule, 'nameSelector', toNameSelector),
  }));
}

function toNameSelector(fields: Fields): NameSelector {
  return { ...toAlias(fields), ...child(fields, 'alias', toAlias) };
}

function toAlias(fields: Fields): Alias {
  return { ...text(fields, 'namespace'), ...text(fields, 'name') };
}

function toLabelSelector(fields: Fields): LabelSelector {
  return {
    ...text(fields, 'namespace'),
    ...child(fields, 'selector', toKubernetesSelector),
    ...(Array.isArray(fields.aliases) ? { aliases: toList(fields.aliases).map(toNameSelector) } : {}),
  };
}

function toKubernetesSelector(fields: Fields): KubernetesLabelSelector {
  return {
    ...child(fields, 'matchLabels', toTexts),
    ...(Array.isArray(fields.matchExpressions)
      ? { matchExpressions: toList(fields.matchExpressions).map(toExpression) }
      : {}),
  };
}

function toExpression(fields: Fields): LabelRequirement {
  const values = Array.isArray(fields.values)
    ? { values: fields.values.flatMap((value) => plainText(value) ?? []) }
    : {};
  return { ...text(fields, 'key'), ...text(fields, 'operator'), ...values };
}

function toTexts(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => toEntry(key, plainText(value))));
}

function toEntry(key: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[key, value]];
}

function text<K extends string>(fields: Fields, key: K): { readonly [P in K]?: string } {
  const value = plainText(fields[key]);
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}

function child<K extends string, T>(fields: Fields, key: K, read: (fields: Fields) => T): { readonly [P in K]?: T } {
  const value = fields[key];
  return isFields(value) ? ({ [key]: read(value) } as { readonly [P in K]?: T }) : {};
}

function toList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((entry) => (isFields(entry) ? entry : {})) : [];
}

import type { KubernetesLabelSelector, LabelExpression } from './label-selector';
import type { Alias, ExportRule, ImportRule, LabelSelector, NameSelector } from './rules';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `spec.exportRules` from parsed YAML or JSON of any shape. It never fails: fields that are unknown, null or
 * of a wrong kind count as absent, as they do in a pruned object; a number or a boolean where text belongs becomes
 * its text. What is no list gives no rules; an entry that is no object gives an empty rule, so that indexes stay.
 * The shape itself is checked elsewhere (`lib/structural`). Source: fact sheet 1.7.
 */
export function readExportRules(value: unknown): readonly ExportRule[] {
  return toList(value).map((rule) => ({
    ...text(rule, 'type'),
    ...child(rule, 'nameSelector', toNameSelector),
    ...child(rule, 'labelSelector', toLabelSelector),
  }));
}

/**
 * Reads `spec.importRules` from parsed YAML or JSON of any shape, by the rules of {@link readExportRules}.
 * Source: fact sheet 1.8.
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

function toExpression(fields: Fields): LabelExpression {
  const values = Array.isArray(fields.values) ? { values: fields.values.flatMap((value) => toText(value) ?? []) } : {};
  return { ...text(fields, 'key'), ...text(fields, 'operator'), ...values };
}

function toTexts(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => toEntry(key, toText(value))));
}

function toEntry(key: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[key, value]];
}

function text<K extends string>(fields: Fields, key: K): { readonly [P in K]?: string } {
  const value = toText(fields[key]);
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}

function child<K extends string, T>(fields: Fields, key: K, read: (fields: Fields) => T): { readonly [P in K]?: T } {
  const value = fields[key];
  return isFields(value) ? ({ [key]: read(value) } as { readonly [P in K]?: T }) : {};
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function toList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map((entry) => (isFields(entry) ? entry : {})) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { type Fields, isFields, isText, valueAt } from '../../values';
import type { FieldConflict, WriteAnswer, WriteFailure } from '../sending';
import { type ApiResponse, judge, parseBody } from './request';

/**
 * What a response to a request means that may write. Of the texts of a server only names are passed on, and only where they
 * have the form of names: fields, field managers and admission webhooks.
 *
 * @param max the limit of the body, in bytes
 */
export function judgeWrite(response: ApiResponse, max: number): WriteAnswer<unknown> {
  const { status, body } = response;
  const value = body === undefined ? undefined : parseBody(body);
  const isStatus = value?.kind === 'Status';
  if (status === 404 && !isStatus) return failedWrite('unknown-kind', 'HTTP status 404');
  if (!isStatus || status < 400 || value === undefined) return accepted(response, max);
  const webhook = webhookIn(value);
  if (webhook !== undefined) return failedWrite('rejected', `the admission webhook "${webhook}" rejects it`);
  if (status === 409) return conflict(value);
  if (status === 400 || status === 422) return failedWrite('rejected', rejection(value, status));
  if (isTerminating(value)) return failedWrite('changed', 'its namespace is being deleted');
  return judge(response, max);
}

/** A response without an error; objects are also created and accepted, not only found. */
function accepted(response: ApiResponse, max: number): WriteAnswer<unknown> {
  const isDone = response.status === 201 || response.status === 202;
  return judge(isDone ? { ...response, status: 200 } : response, max);
}

function failedWrite(kind: WriteFailure['kind'], detail: string): { readonly failure: WriteFailure } {
  return { failure: { kind, detail } };
}

/** The name of the admission webhook that rejected an object (kube-apiserver, `plugin/webhook/errors/statuserror.go`). */
function webhookIn(status: Fields): string | undefined {
  const message = isText(status.message) ? status.message.slice(0, 1000) : '';
  return /admission webhook "([a-z0-9][a-z0-9.-]{0,252})" denied the request/.exec(message)?.[1];
}

/** A path of a field as Status objects have it, such as `.spec.ports[name="tls"].port`. */
const FIELD = /^[\w.[\]"=:,{}/-]{1,200}$/;
const MAX_FIELDS = 5;

function causesOf(status: Fields): readonly Fields[] {
  const causes = valueAt(status, ['details', 'causes']);
  return Array.isArray(causes) ? causes.filter(isFields) : [];
}

/** Fields that other managers own, or an object that is not the one that was read. */
function conflict(status: Fields): { readonly failure: WriteFailure } {
  const conflicts = causesOf(status).flatMap(({ reason, field, message }): readonly FieldConflict[] => {
    if (reason !== 'FieldManagerConflict' || !isText(field) || !FIELD.test(field)) return [];
    const [, manager = 'another manager'] =
      /^conflict with "([\w.:/ -]{1,128})"/.exec(isText(message) ? message : '') ?? [];
    return [{ field, manager }];
  });
  if (conflicts.length === 0) return failedWrite('changed', 'it was changed or replaced meanwhile');
  const shown = conflicts.slice(0, MAX_FIELDS).map(({ field, manager }) => `${field} is owned by "${manager}"`);
  const rest = conflicts.length > MAX_FIELDS ? `, and ${conflicts.length - MAX_FIELDS} more` : '';
  return { failure: { kind: 'conflict', detail: `${shown.join(', ')}${rest}`, conflicts } };
}

function rejection(status: Fields, code: number): string {
  const fields = causesOf(status).flatMap(({ field }) => (isText(field) && FIELD.test(field) ? [field] : []));
  if (fields.length === 0) return `the API server rejects it (${code})`;
  return `the API server rejects ${[...new Set(fields)].slice(0, MAX_FIELDS).join(', ')} (${code})`;
}

function isTerminating(status: Fields): boolean {
  return causesOf(status).some(({ reason }) => reason === 'NamespaceTerminating');
}

import type { PageCertificate, PageElement, PageFinding } from '../page-data';
import { button, type DomContent, html } from './dom';
import type { ElementIndex } from './element-index';
import { daysUntil, expiryText, STATE_MARKS } from './words';

/** What a row of a table opens. */
export interface TableActions {
  /** Opens a node or an edge. */
  readonly open: (id: string) => void;
  /** Opens an object. */
  readonly openObject: (object: number) => void;
}

/** A table with its name. */
export interface PageTable {
  /** The id of its tab. */
  readonly id: string;
  /** The name of its tab. */
  readonly name: string;
  /** How many rows it has. */
  readonly rows: number;
  /** The table, or a sentence where it has no rows. */
  readonly content: HTMLElement;
}

/** The tables of a page: peerings, shared services, findings, certificates. */
export function tablesOf(index: ElementIndex, actions: TableActions, now: Date): readonly PageTable[] {
  const of = (kind: PageElement['kind']) => index.data.elements.filter((element) => element.kind === kind);
  return [
    peeringTable(of('peering'), index, actions),
    shareTable(of('share'), index, actions),
    findingTable(index.data.findings, actions),
    certificateTable(index.data.certificates, index, actions, now),
  ];
}

type Row = readonly (readonly DomContent[])[];

/** A table whose last columns are only there where a row has something in them. */
function tableOf(caption: string, columns: readonly string[], rows: readonly Row[], without: string): HTMLElement {
  if (rows.length === 0) return html('p', { class: 'none' }, without);
  const used = columns.map((_, i) => rows.some((row) => (row[i] ?? []).some((part) => part !== '')));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, i) => used[i]);
  const head = kept(columns).map((column) => html('th', { scope: 'col' }, column));
  const body = rows.map((row) =>
    html(
      'tr',
      {},
      ...kept(columns.map((_, i) => row[i] ?? [])).map((cell, i) =>
        i === 0 ? html('th', { scope: 'row' }, ...cell) : html('td', {}, ...cell),
      ),
    ),
  );
  return html(
    'table',
    {},
    html('caption', { class: 'unseen' }, caption),
    html('thead', {}, html('tr', {}, ...head)),
    html('tbody', {}, ...body),
  );
}

function peeringTable(peerings: readonly PageElement[], index: ElementIndex, { open }: TableActions): PageTable {
  const rows = peerings.map((peering): Row => {
    const { id, label, ends, detail = '' } = peering;
    const gateway = (kind: string) => ends?.via.flatMap((one) => labelIf(index.find(one), kind)).join(', ') ?? '';
    return [
      [button(label, () => open(id), { class: 'link' })],
      [whereOf(ends?.from, index)],
      [gateway('egress')],
      [whereOf(ends?.to, index)],
      [gateway('ingress')],
      [detail],
      ...marksOf(peering),
    ];
  });
  const columns = ['Peering', 'From', 'Egress gateway', 'To', 'Ingress gateway', 'Addresses', 'Status', 'Change'];
  const content = tableOf('Peerings, one row for each direction', columns, rows, 'No mesh has a peer.');
  return { id: 'peerings', name: 'Peerings', rows: rows.length, content };
}

function shareTable(shares: readonly PageElement[], index: ElementIndex, { open }: TableActions): PageTable {
  const rows = shares.map((share): Row => {
    const { id, label, ends, detail = '' } = share;
    return [
      [button(label, () => open(id), { class: 'link' })],
      [whereOf(ends?.to, index)],
      [ends?.names?.to ?? ''],
      [whereOf(ends?.from, index)],
      [detail],
      ...marksOf(share),
    ];
  });
  const columns = ['Shared service', 'Exported by', 'Service', 'Imported by', 'Host', 'Status', 'Change'];
  const content = tableOf('Shared services', columns, rows, 'No service is shared.');
  return { id: 'shares', name: 'Shared services', rows: rows.length, content };
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

function findingTable(findings: readonly PageFinding[], { openObject }: TableActions): PageTable {
  const sorted = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const rows = sorted.map(({ rule, severity, message, effect, fix, place, object }): Row => {
    const shown = object === undefined ? place : button(place, () => openObject(object), { class: 'link' });
    const text = [message, effect].filter((part) => part !== '').join('; ');
    return [[html('span', { class: `mark ${severity}` }, severity)], [rule], [text], [fix], [shown]];
  });
  const columns = ['Severity', 'Rule', 'Finding', 'Fix', 'Place'];
  const content = tableOf('Findings of the linter', columns, rows, 'The linter found nothing.');
  return { id: 'findings', name: 'Findings', rows: rows.length, content };
}

function certificateTable(
  certificates: readonly PageCertificate[],
  { data }: ElementIndex,
  { openObject }: TableActions,
  now: Date,
): PageTable {
  const rows = certificates.map(({ subject, fingerprint, notBefore, notAfter, weaknesses, objects }): Row => {
    const days = daysUntil(notAfter, now);
    const severity = days < 0 ? 'error' : days < 30 ? 'warning' : 'good';
    const isEarly = Date.parse(notBefore) > now.getTime();
    return [
      [subject === '' ? 'no subject' : subject],
      [html('time', { datetime: notAfter }, notAfter.slice(0, 10))],
      [
        html(
          'span',
          { class: `mark ${severity}` },
          isEarly ? `valid from ${notBefore.slice(0, 10)}` : expiryText(days),
        ),
      ],
      [weaknesses.join(', ')],
      objects.map((object) => {
        const { cluster = '', name = '' } = data.objects[object] ?? {};
        return html(
          'div',
          {},
          button(`${cluster}: ${name}`, () => openObject(object), { class: 'link' }),
        );
      }),
      [html('code', {}, fingerprint)],
    ];
  });
  const columns = ['Subject', 'Expires', 'Days', 'Weakness', 'Objects', 'SHA-256 fingerprint'];
  const content = tableOf('CA certificates in the manifests', columns, rows, 'The manifests have no certificate.');
  return { id: 'certificates', name: 'Certificates', rows: rows.length, content };
}

function labelIf(element: PageElement | undefined, kind: string): readonly string[] {
  return element?.kind === kind ? [element.label] : [];
}

/** The mesh or the cluster that a node is in, and its own name if it is a mesh. */
function whereOf(id: string | undefined, index: ElementIndex): string {
  const element = id === undefined ? undefined : index.find(id);
  if (element === undefined) return '';
  const all = [...index.ancestorsOf(element), element].filter(({ kind }) =>
    ['cluster', 'mesh', 'outside'].includes(kind),
  );
  return all.map(({ label }) => label).join(' / ');
}

function marksOf({ state, change }: PageElement): Row {
  const status =
    state === undefined
      ? []
      : [
          html('span', { class: `mark ${state.health}` }, `${STATE_MARKS[state.health]} ${state.health}`),
          ...state.reasons.map((reason) => html('div', {}, reason)),
        ];
  return [status, change === undefined ? [] : [html('span', { class: `mark ${change}` }, change)]];
}

import { colors } from '../../issues/colors';
import {
  type ClusterStatus,
  type EdgeStatus,
  type FederationStatus,
  type Health,
  isGood,
  itemsOf,
  type ServiceStatus,
  type StatusFinding,
  type StatusItem,
  worstFirst,
  worstOf,
} from '../../status/report';
import { count, groupBy } from '../../values';
import { edgeTitle, type StatusSubject, serviceTitle, subjectsOf } from './status-subjects';
import { type Cell, plain, table } from './table';

/** The most rows of a table that names everything; a longer one names what is not healthy, and counts the rest. */
const MAX_ROWS = 20;

/** The most names in a list, and the most blocks of causes. */
const MAX_NAMES = 3;
const MAX_DETAILS = 40;

const MARKS: { readonly [health in Health]: { readonly symbol: string; readonly color: (text: string) => string } } = {
  healthy: { symbol: '✔', color: colors.green },
  skipped: { symbol: '-', color: colors.dim },
  progressing: { symbol: '…', color: colors.yellow },
  degraded: { symbol: '✖', color: colors.red },
  unknown: { symbol: '?', color: colors.magenta },
};

/**
 * Tables of clusters, edges and services, then all causes, then a summary.
 *
 * @param columns the width of the terminal; undefined for other streams
 */
export function statusText(status: FederationStatus, columns?: number): string {
  const { clusters, edges, services } = status;
  const tables = [
    rowsOrRest(clusters, 'clusters', (rows) => clusterTable(rows, columns)),
    edges.length > MAX_ROWS ? meshTable(edges, columns) : edgeTable(status, columns),
    rowsOrRest(services, 'services', (rows) => serviceTable(rows, columns)),
  ];
  const blocks = [...tables, detailsText(subjectsOf(status))].filter((block) => block !== '');
  return `${blocks.join('\n')}\n${summaryText(status)}\n`;
}

/** A table of all items if they are few; otherwise of those that are not healthy, the worst first, and a count of the rest. */
function rowsOrRest<T extends StatusItem>(
  items: readonly T[],
  nouns: string,
  tableOf: (rows: readonly T[]) => string,
): string {
  if (items.length <= MAX_ROWS) return tableOf(items);
  const shown = worstFirst(items.filter((item) => !isGood(item))).slice(0, MAX_ROWS);
  const rest = items.filter((item) => !shown.includes(item));
  return `${tableOf(shown)}${restLines(rest, shown.length === 0 ? nouns : `more ${nouns}`)}`;
}

/** A line for each health of items that have no row. */
function restLines(items: readonly StatusItem[], nouns: string): string {
  const groups = groupBy(worstFirst(items), ({ health }) => health);
  return [...groups.values()]
    .map((same) => {
      const health = same[0]?.health ?? 'healthy';
      const { symbol, color } = MARKS[health];
      return `${color(`${symbol} ${same.length} ${nouns} ${health}`)}\n`;
    })
    .join('');
}

function clusterTable(clusters: readonly ClusterStatus[], columns: number | undefined): string {
  const groups = [['operator'], ['CNI', 'control plane'], ['members']];
  return table(
    ['CLUSTER', 'OPERATORS', 'CONTROL PLANES', 'MEMBERS'],
    clusters.map((one) => [marked(one.health, one.cluster), ...groups.map((names) => partCell(one, names))]),
    columns,
  );
}

function partCell({ parts, health: all }: ClusterStatus, names: readonly string[]): Cell {
  const own = parts.filter(({ part }) => names.includes(part));
  if (own.length === 0) return plain(parts.length === 0 ? all : '-');
  const health = worstOf(own.map((each) => each.health));
  return marked(health, health);
}

function edgeTable({ edges, time }: FederationStatus, columns: number | undefined): string {
  return table(
    ['EDGE', 'HEALTH', 'LAST FULL SYNC', 'ROOT EXPIRES'],
    edges.map((edge) => [
      marked(edge.health, edgeTitle(edge)),
      plain(edge.health),
      plain(edge.lastFullSync === undefined ? '-' : age(edge.lastFullSync, time)),
      plain(edge.rootDays === undefined ? '-' : `in ${count(edge.rootDays, 'day')}`),
    ]),
    columns,
  );
}

/** A row for each mesh: the peers of edges that are not healthy by name, the others as a number. */
function meshTable(edges: readonly EdgeStatus[], columns: number | undefined): string {
  const meshes = [...groupBy(edges, ({ mesh }) => mesh)].map(([mesh, own]) => ({
    mesh,
    own,
    health: worstOf(own.map(({ health }) => health)),
    findings: [],
  }));
  return rowsOrRest(meshes, 'meshes', (rows) =>
    table(
      ['MESH', 'EDGES', 'NOT HEALTHY'],
      rows.map(({ mesh, own, health }) => {
        const bad = worstFirst(own.filter((edge) => !isGood(edge)));
        const names = bad.map((edge) => `${MARKS[edge.health].symbol} ${edge.peer}`);
        const good = own.length - bad.length;
        return [marked(health, mesh), plain(`${good} of ${own.length} ✔`), plain(listed(names, '  ') || '-')];
      }),
      columns,
    ),
  );
}

function serviceTable(services: readonly ServiceStatus[], columns: number | undefined): string {
  return table(
    ['SERVICE', 'HOST'],
    services.map((service) => [marked(service.health, serviceTitle(service)), plain(service.host ?? '-')]),
    columns,
  );
}

function marked(health: Health, text: string): Cell {
  const { symbol, color } = MARKS[health];
  return { text: `${symbol} ${text}`, color };
}

function age(instant: string, now: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(instant)) / 1000));
  return seconds < 120 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}

/** The causes, the worst first, each once with everything that it affects. */
function detailsText(subjects: readonly StatusSubject[]): string {
  const all = subjects.flatMap(({ title, findings }) => findings.map((one) => ({ ...one, title })));
  const groups = [...groupBy(worstFirst(all), ({ code, cause, fix }) => JSON.stringify([code, cause, fix])).values()];
  const shown = groups.slice(0, MAX_DETAILS).flatMap((same) => {
    const [first] = same;
    const titles = same.map(({ title }) => title);
    return first === undefined ? [] : [detail(listed([...new Set(titles)], ', '), first)];
  });
  const rest = groups.length - MAX_DETAILS;
  return `${shown.join('')}${rest > 0 ? `and ${count(rest, 'more cause')}; "--format json" has all\n` : ''}`;
}

function listed(names: readonly string[], separator: string): string {
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return `${names.slice(0, MAX_NAMES).join(separator)}${rest}`;
}

function detail(title: string, { health, code, cause, fix }: StatusFinding): string {
  const level = health === 'healthy' ? 'note' : health;
  return `${title}: ${MARKS[health].color(level)} ${code}: ${cause}\n  ${colors.cyan('fix:')} ${fix}\n`;
}

function summaryText(status: FederationStatus): string {
  const { clusters, edges, services, time } = status;
  const items = itemsOf(status);
  const bad = items.filter((item) => !isGood(item)).length;
  const skipped = items.filter(({ health }) => health === 'skipped').length;
  const all = `${count(clusters.length, 'cluster')}, ${count(edges.length, 'edge')}, ${count(services.length, 'service')}`;
  const result = bad === 0 ? 'all healthy' : `${bad} not healthy`;
  return `${all} as of ${time}: ${result}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

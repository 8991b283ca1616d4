import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import { applyAlias, type NamespacedName } from '../../../matching/service-name';
import { textAt } from '../../../observed/fields';
import type { Fleet, ObservedExport, ObservedImport, ObservedPeer } from '../../../observed/model';
import type { Finding } from '../../diagnostic';
import { importRuleOf, type ManifestPlace } from './places';
import { structureFinding } from './structure-findings';
import { serviceLabel } from './words';

/** The largest number of services that a fix lists. */
const MAX_LISTED = 5;

/** The field of a finding and the kind of its object. */
interface FieldSlots {
  readonly field: string;
  readonly kind: string;
}

/** The peers by their ExportedServiceSets, and the imports by what they import. */
interface AliasIndex {
  readonly peers: ReadonlyMap<ManifestObject, ObservedPeer>;
  readonly imports: ReadonlyMap<ObservedExport, ObservedImport>;
}

/** Finds what an `alias` in a label selector was to do, which only an entry of `aliases` for each service can. */
export class LabelAliases {
  private index: AliasIndex | undefined;

  constructor(private readonly fleet: Fleet) {}

  /**
   * The finding for an unknown field that is an alias in a label selector; undefined for any other field.
   *
   * @param slots the field and the kind of its object, for the message
   */
  find(object: ManifestObject, path: Path, slots: FieldSlots): Finding | undefined {
    const [spec, list, rule, selector, field, ...below] = path;
    const isAlias = spec === 'spec' && list === 'exportRules' && selector === 'labelSelector' && field === 'alias';
    if (!isAlias || below.length > 0 || typeof rule !== 'number') return undefined;
    this.index ??= indexOf(this.fleet);
    const { peers, imports } = this.index;
    const offers = (peers.get(object)?.offers ?? []).filter((offer) => offer.rule === rule);
    const [imported] = offers.flatMap((offer) => imports.get(offer) ?? []);
    return aliasFinding({ object, path }, offers, imported, slots);
  }
}

function indexOf({ peers, meshes }: Fleet): AliasIndex {
  return {
    peers: new Map(peers.flatMap((peer) => (peer.exports === undefined ? [] : [[peer.exports.object, peer]]))),
    imports: new Map(meshes.flatMap((mesh) => mesh.imports.map((imported) => [imported.export, imported]))),
  };
}

function aliasFinding(
  { object, path }: ManifestPlace,
  offers: readonly ObservedExport[],
  imported: ObservedImport | undefined,
  field: FieldSlots,
): Finding {
  const name = textAt(object.value, [...path, 'name']) ?? '*';
  const alias = { name, namespace: textAt(object.value, [...path, 'namespace']) ?? '*' };
  const services = offers.slice(0, MAX_LISTED).map(({ original }) => original);
  const namespace = textAt(object.value, [...path.slice(0, -1), 'namespace']) ?? '<namespace of the Service>';
  const listed = services.length > 0 ? services : [{ name: '<name of the Service>', namespace }];
  const entries = listed.map((service) => `{ ${flow(service)}, alias: { ${flow(alias)} } }`);
  const slots = { ...field, entries: `[${entries.join(', ')}]` };
  const place = { object, path, atKey: true };
  if (imported === undefined) return structureFinding('aliasOfLabels', place, slots);
  const { original, offered } = imported.export;
  const before = serviceLabel(offered);
  const after = serviceLabel(applyAlias(alias, original));
  return structureFinding(
    'renamingAlias',
    { ...place, related: [importRuleOf(imported)] },
    { ...slots, before, after },
  );
}

/** The namespace and the name of a service or an alias, as fields of a YAML flow map; without parts that are "*". */
function flow({ namespace, name }: NamespacedName): string {
  return Object.entries({ namespace, name })
    .flatMap(([key, value]) => (value === '*' ? [] : `${key}: ${value}`))
    .join(', ');
}

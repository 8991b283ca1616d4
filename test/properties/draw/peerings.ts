import fc from 'fast-check';
import type { PeeringProps, PeeringSideProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import { type Draft, isLinked, type MeshDraft } from './draft';
import { at, defined } from './pools';
import { buildSide, type SidePlan, sidePlan } from './sides';

export interface PeeringPlan {
  readonly form: number;
  readonly first: number;
  readonly others: readonly number[];
  readonly all: number;
  readonly asRange: boolean;
  readonly sides: readonly [SidePlan | undefined, SidePlan | undefined];
  readonly common: number | undefined;
}

export const peeringPlan: fc.Arbitrary<PeeringPlan> = plan<PeeringPlan>({
  form: fc.nat(3),
  first: pick,
  others: fc.array(pick, { minLength: 1, maxLength: 4 }),
  all: fc.nat(3),
  asRange: chance(60),
  sides: fc.tuple(maybe(45, sidePlan), maybe(45, sidePlan)),
  common: maybe(15, pick),
});

/** What both sides have in common; nothing that hangs on the type of the Service. */
const COMMON: readonly Partial<PeeringProps>[] = [
  { ingress: { annotations: { 'example.org/a': 'b' } } },
  { ingress: { runtime: { replicas: 2 } }, egress: { runtime: { limits: { cpu: '2' } } } },
  { egress: {} },
];

/** A statement on pairs that no other statement is on; undefined where there are no such pairs. */
export function buildPeering(drawn: PeeringPlan, draft: Draft): PeeringProps | undefined {
  const hub = at(draft.meshes, drawn.first);
  const free = draft.meshes.filter((mesh) => mesh !== hub && !isLinked(draft, hub, mesh));
  if (free.length === 0) return undefined;
  const common = drawn.common === undefined ? {} : at(COMMON, drawn.common);
  if (drawn.form >= 2) return { ...between(drawn, draft, hub, at(free, drawn.others[0] ?? 0)), ...common };
  const chosen = [...new Set(drawn.others.map((n) => at(free, n)))];
  const form = drawn.form === 0 ? hubForm(drawn, draft, hub, free, chosen) : fullMesh(drawn, draft, hub, free, chosen);
  return form && { ...form, ...common };
}

function link({ linked }: Draft, a: MeshDraft, b: MeshDraft): void {
  linked.add(`${a.name} ${b.name}`).add(`${b.name} ${a.name}`);
}

function between(drawn: PeeringPlan, draft: Draft, a: MeshDraft, b: MeshDraft): PeeringProps {
  link(draft, a, b);
  const sides = sidesOf([
    [a, b, drawn.sides[0]],
    [b, a, drawn.sides[1]],
  ]);
  return defined<PeeringProps>({ between: [a.name, b.name], sides });
}

/** The sides of pairs, each of a mesh towards its peer. */
function sidesOf(
  drawn: readonly (readonly [MeshDraft, MeshDraft, SidePlan | undefined])[],
): PeeringProps['sides'] | undefined {
  const entries = drawn.flatMap(([mesh, peer, side]): (readonly [string, PeeringSideProps])[] => {
    return side === undefined ? [] : [[mesh.name, buildSide(mesh, peer, side)]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function hubForm(
  drawn: PeeringPlan,
  draft: Draft,
  hub: MeshDraft,
  free: readonly MeshDraft[],
  chosen: readonly MeshDraft[],
): PeeringProps {
  const all = drawn.all > 0 && free.length === draft.meshes.length - 1;
  const ends = all ? free : chosen;
  for (const end of ends) link(draft, hub, end);
  const everyOther = drawn.all === 1 ? undefined : 'all';
  const sides = sidesOf(ends.map((end, i) => [end, hub, drawn.sides[i]] as const));
  return defined<PeeringProps>({ hub: hub.name, spokes: all ? everyOther : namesOf(ends, drawn.asRange), sides });
}

function fullMesh(
  drawn: PeeringPlan,
  draft: Draft,
  hub: MeshDraft,
  free: readonly MeshDraft[],
  chosen: readonly MeshDraft[],
): PeeringProps | undefined {
  const all = drawn.all > 1 && draft.linked.size === 0;
  const members = [hub];
  for (const mesh of all ? free : chosen)
    if (members.every((other) => !isLinked(draft, mesh, other))) members.push(mesh);
  for (const a of members) for (const b of members) if (a !== b) link(draft, a, b);
  return { fullMesh: all ? 'all' : namesOf(members, drawn.asRange) };
}

/** Names of meshes, those of a range by the range where all of them are there. */
function namesOf(meshes: readonly MeshDraft[], asRange: boolean): readonly string[] {
  const names = meshes.map(({ name }) => name);
  const range = meshes.find(({ key }) => key.includes('{'))?.key;
  const ofRange = meshes.filter(({ key }) => key === range);
  if (!asRange || range === undefined || !range.endsWith(`${ofRange.length}}`)) return names;
  return [range, ...meshes.filter(({ key }) => key !== range).map(({ name }) => name)];
}

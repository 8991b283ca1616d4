import type { ChangeContext, ChangedObject, FieldChange, Judge, Judgement } from '../../changes/model';
import { judgeControlPlane } from './control-plane';
import { type GraphPair, MeshGraph } from './graph';
import { judgePeer } from './peer';
import { judgeRoot } from './root';
import { judgeMembers, judgeService } from './services';
import { judgeSet } from './sets';
import { judgeTraffic } from './traffic';

/** How a change is judged by its kind; undefined if it has nothing to do with a mesh. */
type JudgeKind = (change: ChangedObject, field: FieldChange | undefined, graphs: GraphPair) => Judgement | undefined;

const KINDS: { readonly [kind: string]: JudgeKind } = {
  AuthorizationPolicy: judgeTraffic,
  ConfigMap: judgeRoot,
  DestinationRule: judgeTraffic,
  ExportedServiceSet: judgeSet,
  ImportedServiceSet: judgeSet,
  Service: judgeService,
  ServiceMeshControlPlane: judgeControlPlane,
  ServiceMeshMemberRoll: judgeMembers,
  ServiceMeshPeer: judgePeer,
  VirtualService: judgeTraffic,
};

/** Judges changes of the objects of OpenShift Service Mesh 2; labels and annotations are those of any object. */
export function ossm2Judge({ before, after, meshName }: ChangeContext): Judge {
  const graphs = { before: new MeshGraph(before, meshName), after: new MeshGraph(after, meshName) };
  return (change, field) => {
    const judge = Object.hasOwn(KINDS, change.kind) ? KINDS[change.kind] : undefined;
    const isOfAnyObject = field?.path[0] === 'metadata' && change.kind !== 'Service';
    return isOfAnyObject ? undefined : judge?.(change, field, graphs);
  };
}

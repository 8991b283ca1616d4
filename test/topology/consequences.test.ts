import type { Issue } from '../../lib/issues/issue';
import { independentOf } from '../../lib/topology/consequences';

describe('issues that are independent of faults', () => {
  const issue = (code: Issue['code'], ...path: Issue['path']): Issue => ({ code, path, message: '', fix: '' });
  const independent = (fault: Issue, found: readonly Issue[]) => independentOf([fault], found).map(({ code }) => code);

  test('are not about what an entry lacks that has the fault', () => {
    const found = [issue('TOP147', 'traffic', 0), issue('TOP147', 'traffic', 1)];
    expect(independent(issue('TOP003', 'traffic', 0, 'splt'), found)).toEqual(['TOP147']);
  });

  test('may be about what an entry says that has the fault', () => {
    const found = [issue('TOP113', 'meshes', 'a', 'version')];
    expect(independent(issue('TOP003', 'meshes', 'a', 'membrs'), found)).toEqual(['TOP113']);
  });

  test('are not about references to what is at fault as a whole', () => {
    const found = [issue('TOP120', 'peerings', 0), issue('TOP140', 'traffic', 0), issue('TOP142', 'traffic', 0)];
    expect(independent(issue('TOP004', 'meshes', 'a'), found)).toEqual(['TOP142']);
  });

  test('may be about references while a part of an entry is at fault', () => {
    const found = [issue('TOP120', 'peerings', 0), issue('TOP132', 'shares', 0)];
    expect(independent(issue('TOP003', 'meshes', 'a', 'membrs'), found)).toEqual(['TOP120']);
  });

  test('are not about peers where a peering has the fault', () => {
    const found = [issue('TOP110', 'meshes', 'a'), issue('TOP130', 'shares', 0), issue('TOP140', 'traffic', 0)];
    expect(independent(issue('TOP004', 'peerings', 0), found)).toEqual(['TOP110']);
  });

  test('are all of them where the fault is in the traffic', () => {
    const found = [issue('TOP110', 'meshes', 'a'), issue('TOP130', 'shares', 0), issue('TOP142', 'traffic', 1)];
    expect(independent(issue('TOP004', 'traffic', 0), found)).toEqual(['TOP110', 'TOP130', 'TOP142']);
  });
});

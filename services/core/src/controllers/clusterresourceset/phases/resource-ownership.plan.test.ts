import { aConfigMap, aSet, setOwner } from '../clusterresourceset.fixtures.ts';
import { planResourceOwnership } from './resource-ownership.plan.ts';

const other = { ...setOwner, name: 'other', uid: 'other-uid' };

test.each([
  { name: 'no owner', why: 'it is taken', ownerReferences: [], want: [setOwner] },
  { name: 'another owner', why: 'several may apply the same', ownerReferences: [other], want: [other, setOwner] },
  { name: 'this owner', why: 'nothing to write', ownerReferences: [other, setOwner], want: undefined },
  { name: 'an owner of this name from before', why: 'the garbage collector goes by uid', ownerReferences: [{ ...setOwner, uid: 'before' }], want: [setOwner] },
])('$name → $want ($why)', ({ ownerReferences, want }) => {
  expect(planResourceOwnership(aSet(), aConfigMap({ metadata: { ownerReferences } }))).toEqual(want);
});

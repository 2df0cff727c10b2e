import { ExtensionRegistry, ownNameOf } from './extension-registry.ts';
import { UpdateMachine } from './hooks.ts';
import { aHandler, anExtensionConfig } from './runtime-sdk.fixtures.ts';

const namesIn = (registry: ExtensionRegistry): string[] => registry.list(UpdateMachine).map(({ name }) => name);

test('nothing is listed before everything is known', () => {
  const registry = new ExtensionRegistry();
  registry.add(anExtensionConfig('x', [aHandler('h.x')]));
  expect(() => registry.list(UpdateMachine)).toThrow(expect.objectContaining({ code: 'RuntimeExtension' }) as Error);
  registry.markReady();
  expect(namesIn(registry)).toEqual(['h.x']);
});

test('an ExtensionConfig takes the place of what it said before, and takes it along when it goes', () => {
  const registry = new ExtensionRegistry();
  registry.markReady();
  registry.add(anExtensionConfig('x', [aHandler('h.x'), aHandler('i.x')]));
  registry.add(anExtensionConfig('y', [aHandler('h.y'), aHandler('o.y', { requestHook: { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'CanUpdateMachine' } })]));
  registry.add(anExtensionConfig('x', [aHandler('i.x'), aHandler('other.group.x', { requestHook: { apiVersion: 'other/v1alpha1', hook: 'UpdateMachine' } })]));
  expect(namesIn(registry)).toEqual(['h.y', 'i.x']);
  registry.remove('y');
  expect([namesIn(registry), registry.has('x'), registry.has('y')]).toEqual([['i.x'], true, false]);
});

test('extensions know their handlers by a name of their own', () => {
  expect(ownNameOf({ name: 'h.x', extensionConfigName: 'x' })).toBe('h');
});

import { aControlPlane, aMachine } from '../kubeadmcontrolplane.fixtures.ts';
import { planAdoption } from './adoption.plan.ts';

const at = (version: string | undefined) => aMachine('m', { spec: { version } });

const cases = [
  { name: 'none', why: 'nothing to do', adoptable: [], want: { step: 'none' } },
  { name: 'the same version', why: 'nothing has to change', adoptable: [at('v1.36.3')], want: { step: 'adopt', machines: [{ configName: 'm' }] } },
  { name: 'one minor older', why: 'an upgrade can follow', adoptable: [at('v1.35.9')], want: { step: 'adopt' } },
  { name: 'one minor newer', why: 'versions may differ by one', adoptable: [at('v1.37.0')], want: { step: 'adopt' } },
  { name: 'no version', why: 'the user knows', adoptable: [at(undefined)], want: { step: 'adopt' } },
  { name: 'two minors older', why: 'it could not be upgraded', adoptable: [at('v1.36.3'), at('v1.34.0')], want: { step: 'refuse', message: 'Could not adopt Machine ns/m: its version ("v1.34.0") is outside supported +/- one minor version skew from KCP\'s ("v1.36.3")' } },
  { name: 'another major', why: 'that is no skew', adoptable: [at('v2.36.3')], want: { step: 'refuse' } },
];
test.each(cases)('planAdoption: $name → $want.step ($why)', ({ adoptable, want }) => {
  expect(planAdoption({ controlPlane: aControlPlane(), adoptable })).toMatchObject(want);
});

const foreign = [
  { name: 'another bootstrap provider', why: 'only kubeadm is ours', bootstrap: { configRef: { apiGroup: 'x', kind: 'TalosConfig', name: 't' } }, want: 'unable to adopt Machine ns/m: expected a ConfigRef of kind KubeadmConfig but found TalosConfig' },
  { name: 'bootstrap data by hand', why: 'there is nothing to compare', bootstrap: { dataSecretName: 's' }, want: 'unable to adopt Machine ns/m: expected a ConfigRef of kind KubeadmConfig but found none' },
];
test.each(foreign)('is an error: $name ($why)', ({ bootstrap, want }) => {
  expect(() => planAdoption({ controlPlane: aControlPlane(), adoptable: [aMachine('m', { spec: { bootstrap } })] })).toThrow(expect.objectContaining({ code: 'Adoption', message: want }));
});

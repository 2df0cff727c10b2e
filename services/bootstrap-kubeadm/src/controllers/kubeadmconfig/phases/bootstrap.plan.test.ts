import { aCluster, aConfig, aMachine, aMachinePool, anOwner } from '../kubeadmconfig.fixtures.ts';
import { planBootstrap } from './bootstrap.plan.ts';

const created = { initialization: { dataSecretCreated: true }, dataSecretName: 'm' };
const token = 'abcdef.0123456789abcdef';
const joined = { joinConfiguration: { discovery: { bootstrapToken: { token } } } };
const controlPlane = anOwner(aMachine({ controlPlane: true }));

const cases = [
  { name: 'no infrastructure', why: 'nothing can boot', cluster: aCluster({ provisioned: false }), want: { step: 'waitForInfrastructure' } },
  { name: 'no infrastructure any more', why: 'as upstream, it comes before everything', cluster: aCluster({ provisioned: false }), config: aConfig({ status: created }), want: { step: 'waitForInfrastructure' } },
  { name: 'owner has data, status is lost', why: 'a move keeps no status', owner: anOwner(aMachine({ dataSecretName: 'moved' })), want: { step: 'adoptDataSecret', dataSecretName: 'moved' } },
  { name: 'owner has data, status has no name', why: 'half a status is none', owner: anOwner(aMachine({ dataSecretName: 'm' })), config: aConfig({ status: { initialization: { dataSecretCreated: true } } }), want: { step: 'adoptDataSecret', dataSecretName: 'm' } },
  { name: 'data made by kubeadm init', why: 'there is no token', config: aConfig({ status: created }), want: { step: 'keep' } },
  { name: 'data made, not joined', why: 'the token must stay valid', config: aConfig({ status: created, spec: joined }), want: { step: 'refreshToken', token } },
  { name: 'data made, joined', why: 'the token was used', config: aConfig({ status: created, spec: joined }), owner: anOwner(aMachine({ nodeRef: true })), want: { step: 'keep' } },
  { name: 'spec changed after creation', why: 'data are made once (KB-23)', config: aConfig({ status: created, spec: { files: [{ path: '/new', content: 'x' }] } }), want: { step: 'keep' } },
  { name: 'pool not joined', why: 'the token must stay valid', config: aConfig({ status: created, spec: joined }), owner: anOwner(aMachinePool()), want: { step: 'refreshToken', token } },
  { name: 'pool joined', why: 'the next instance needs one', config: aConfig({ status: created, spec: joined }), owner: anOwner(aMachinePool({ joined: true })), want: { step: 'rotateToken', token } },
  { name: 'first control plane machine', why: 'it starts the cluster', cluster: aCluster({ initialized: false }), owner: controlPlane, want: { step: 'init' } },
  { name: 'worker before the control plane', why: 'there is nothing to join', cluster: aCluster({ initialized: false }), want: { step: 'waitForControlPlane' } },
  { name: 'pool before the control plane', why: 'pools never run one', cluster: aCluster({ initialized: false }), owner: anOwner(aMachinePool()), want: { step: 'waitForControlPlane' } },
  { name: 'next control plane machine', why: 'the cluster is up', owner: controlPlane, want: { step: 'joinControlPlane' } },
  { name: 'worker', why: 'the cluster is up', want: { step: 'joinWorker', renewToken: false } },
];

test.each(cases)('planBootstrap: $name → $want.step ($why)', ({ cluster = aCluster(), owner = anOwner(), config = aConfig(), want }) => {
  expect(planBootstrap({ config, owner, cluster })).toEqual(want);
});

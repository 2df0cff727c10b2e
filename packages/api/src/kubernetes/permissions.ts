/** Roles and who has them. */
import type { KubeObject } from '../resource.ts';
import type { LabelSelector } from './meta.ts';
import { v1 } from './descriptor.ts';

export interface PolicyRule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

export interface RoleRef {
  apiGroup: string;
  kind: string;
  name: string;
}

export interface Subject {
  kind: string;
  name: string;
  namespace?: string;
  apiGroup?: string;
}

export interface Role extends KubeObject {
  rules?: PolicyRule[];
}

export interface ClusterRole extends KubeObject {
  rules?: PolicyRule[];
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

export interface RoleBinding extends KubeObject {
  roleRef: RoleRef;
  subjects?: Subject[];
}

export interface ClusterRoleBinding extends KubeObject {
  roleRef: RoleRef;
  subjects?: Subject[];
}

const rbac = 'rbac.authorization.k8s.io';
export const Roles = v1<Role>(rbac, 'Role', 'roles');
export const RoleBindings = v1<RoleBinding>(rbac, 'RoleBinding', 'rolebindings');
export const ClusterRoles = v1<ClusterRole>(rbac, 'ClusterRole', 'clusterroles', false);
export const ClusterRoleBindings = v1<ClusterRoleBinding>(rbac, 'ClusterRoleBinding', 'clusterrolebindings', false);

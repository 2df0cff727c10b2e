/** Configuration and credentials. */
import type { KubeObject } from '../resource.ts';
import type { LocalObjectReference, ObjectReference } from './meta.ts';
import { core } from './descriptor.ts';

export interface Secret extends KubeObject {
  type?: string;
  immutable?: boolean;
  /** Values are base64. */
  data?: Record<string, string>;
  /** Write only; the API server merges it into data. */
  stringData?: Record<string, string>;
}

export interface ConfigMap extends KubeObject {
  immutable?: boolean;
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

export interface ServiceAccount extends KubeObject {
  secrets?: ObjectReference[];
  imagePullSecrets?: LocalObjectReference[];
  automountServiceAccountToken?: boolean;
}

export const Secrets = core<Secret>('Secret', 'secrets');
export const ConfigMaps = core<ConfigMap>('ConfigMap', 'configmaps');
export const ServiceAccounts = core<ServiceAccount>('ServiceAccount', 'serviceaccounts');

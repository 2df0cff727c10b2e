/** Services and their endpoints. */
import type { KubeObject } from '../resource.ts';
import type { ObjectReference } from './meta.ts';
import { core } from './descriptor.ts';

export interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
  nodePort?: number;
  protocol?: string;
}

export interface Service extends KubeObject {
  spec?: {
    type?: string;
    clusterIP?: string;
    selector?: Record<string, string>;
    ports?: ServicePort[];
    [field: string]: unknown;
  };
}

export interface EndpointSubset {
  addresses?: { ip: string; hostname?: string; nodeName?: string; targetRef?: ObjectReference }[];
  notReadyAddresses?: { ip: string; hostname?: string; nodeName?: string; targetRef?: ObjectReference }[];
  ports?: { name?: string; port: number; protocol?: string }[];
}

export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[];
}

export const Services = core<Service>('Service', 'services');
export const Endpoints = core<Endpoints>('Endpoints', 'endpoints');

/** CustomResourceDefinitions and webhooks: how the API server is extended. */
import type { KubeObject } from '../resource.ts';
import type { LabelSelector } from './meta.ts';
import { v1 } from './descriptor.ts';

export interface WebhookClientConfig {
  url?: string;
  caBundle?: string;
  service?: { namespace: string; name: string; path?: string; port?: number };
}

export interface CustomResourceDefinitionVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  schema?: { openAPIV3Schema?: Record<string, unknown> };
  subresources?: { status?: Record<string, never>; scale?: Record<string, string> };
  additionalPrinterColumns?: { name: string; type: string; jsonPath: string; priority?: number; description?: string }[];
}

export interface CustomResourceDefinition extends KubeObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: {
      kind: string;
      plural: string;
      listKind?: string;
      singular?: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: CustomResourceDefinitionVersion[];
    conversion?: {
      strategy: 'None' | 'Webhook';
      webhook?: { clientConfig?: WebhookClientConfig; conversionReviewVersions: string[] };
    };
  };
  status?: {
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    storedVersions?: string[];
  };
}

export interface WebhookRule {
  apiGroups: string[];
  apiVersions: string[];
  operations: string[];
  resources: string[];
  scope?: string;
}

export interface AdmissionWebhook {
  name: string;
  clientConfig: WebhookClientConfig;
  rules?: WebhookRule[];
  failurePolicy?: string;
  matchPolicy?: string;
  sideEffects: string;
  admissionReviewVersions: string[];
  timeoutSeconds?: number;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
}

export interface ValidatingWebhookConfiguration extends KubeObject {
  webhooks?: AdmissionWebhook[];
}

export interface MutatingWebhookConfiguration extends KubeObject {
  webhooks?: (AdmissionWebhook & { reinvocationPolicy?: string })[];
}

const admission = 'admissionregistration.k8s.io';
export const CustomResourceDefinitions = v1<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false,
);
export const ValidatingWebhookConfigurations = v1<ValidatingWebhookConfiguration>(
  admission,
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
  false,
);
export const MutatingWebhookConfigurations = v1<MutatingWebhookConfiguration>(
  admission,
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
  false,
);

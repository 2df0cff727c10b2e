import { AppError } from '@clusterwright/api/errors';

/** A file with `contentFormat: Template` cannot be rendered. The message names the construct; surfaces as DataSecretAvailable=False of the KubeadmConfig. */
export class TemplateError extends AppError {
  readonly code = 'Template';
}

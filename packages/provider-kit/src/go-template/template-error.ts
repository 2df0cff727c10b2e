import { AppError } from '@clusterwright/api/errors';

/** A template cannot be rendered. The message names the construct; surfaces on the condition of the object that carries it, and is not tried again by itself. */
export class TemplateError extends AppError {
  readonly code = 'Template';
}

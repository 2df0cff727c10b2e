import { AppError } from '@clusterwright/api/errors';

/** How bootstrap data is written; the value of key `format` in the bootstrap data Secret. */
export type BootstrapFormat = 'cloud-config' | 'ignition';

/** What is known of the machine when its bootstrap data is executed; templates in the data can ask for it. */
export interface BootstrapFacts {
  /** `ds.meta_data.hostname`, `ds.meta_data.local_hostname`, `v1.local_hostname` … in templates. */
  readonly hostname: string;
  /** `v1.instance_id` and `ds.meta_data.instance_id`; the hostname where absent. */
  readonly instanceID?: string | undefined;
  readonly failureDomain?: string | undefined;
}

/** Replaces a file, or appends to it; missing folders are made. */
export interface WriteFileStep {
  readonly kind: 'writeFile';
  /** One line for people and logs; never holds the content. */
  readonly what: string;
  readonly path: string;
  readonly content: Uint8Array;
  /** Octal digits. */
  readonly permissions: string;
  /** `user`, `user:group` or numbers. */
  readonly owner: string;
  readonly append: boolean;
}

/** Runs one command; anything but exit code 0 ends the bootstrap, except where failure is tolerated. */
export interface RunStep {
  readonly kind: 'run';
  readonly what: string;
  readonly command: readonly string[];
  /** Best effort: what a container cannot do, such as setting the clock. */
  readonly mayFail?: boolean | undefined;
}

export type BootstrapStep = WriteFileStep | RunStep;

/** What to do inside the machine, in order. */
export interface BootstrapPlan {
  readonly steps: readonly BootstrapStep[];
  /** Parts of the data that have no meaning in a container and are left out, such as `disk_setup`. */
  readonly ignored: readonly string[];
}

/** Bootstrap data nobody can execute; another try needs other data. The message names the field and never holds content of files. */
export class BootstrapDataError extends AppError {
  readonly code = 'InvalidBootstrapData';
  override readonly retry = 'never' as const;
  /** Where in the data, such as `write_files[3].content`. */
  readonly field: string;

  constructor(field: string, message: string, options?: ErrorOptions) {
    super(`bootstrap data: ${field}: ${message}`, options);
    this.field = field;
  }
}

import { BootstrapDataError } from './bootstrap-plan.ts';
import type { BootstrapFacts, BootstrapFormat, BootstrapPlan } from './bootstrap-plan.ts';
import { planCloudConfig } from './cloud-config.ts';
import { isZipped, unzipped } from './encoded-content.ts';
import { planIgnition } from './ignition.ts';

/** Turns bootstrap data into the steps that a machine has to execute. Pure. Errors: `BootstrapDataError`, naming the field. */
export function planBootstrap(data: Uint8Array | string, format: BootstrapFormat, facts: BootstrapFacts): BootstrapPlan {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const text = Buffer.from(isZipped(bytes) ? unzipped('document', bytes) : bytes).toString();
  if (text.trim() === '') throw new BootstrapDataError('document', 'is empty');
  switch (format) {
    case 'cloud-config':
      return planCloudConfig(text, facts);
    case 'ignition':
      return planIgnition(text);
  }
}

import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { ContainerEngineErrorCode, ExecResult } from '../../ports/container-engine.ts';

/** The engine's own words decide first, since it answers the same status to very different failures. */
const codesByMessage: readonly (readonly [RegExp, ContainerEngineErrorCode])[] = [
  [/no space left on device|disk quota exceeded/i, 'NoSpace'],
  [/no such image|reference does not exist|manifest (unknown|for .* not found)|pull access denied|repository does not exist|invalid reference format/i, 'ImageNotFound'],
  [/no such container|no such exec/i, 'ContainerNotFound'],
  [/is already in use by container/i, 'NameInUse'],
  // With a capital letter: of the network's addresses. Ports of the host that are in use are spelled in small ones.
  [/(^|: )Address already in use/, 'AddressInUse'],
  // The network has no fixed addresses, or not this one.
  [/user specified IP address is supported|no configured subnet( or ip-range)? contain|does not belong to any of this network's subnets|requested address is out of range/i, 'AddressRefused'],
  [/invalid mount|bind source path does not exist|duplicate mount point|invalid volume spec|error mounting|mount a directory onto a file|mounts denied|path .* is not shared/i, 'InvalidMount'],
];

/** Makes an error of what the engine answered instead of success. */
export function engineRefusal(status: number, message: string): ContainerEngineError {
  const known = codesByMessage.find(([pattern]) => pattern.test(message));
  return new ContainerEngineError(known?.[1] ?? 'Refused', `container engine: ${shortened(message) || `answered with status ${String(status)}`}`);
}

/** What kept a process from beginning for want of room: the engine tells it as if the process had printed it. Undefined where that is not what happened. */
export function execRefusal({ exitCode, stdout, stderr }: ExecResult): ContainerEngineError | undefined {
  const told = exitCode === 0 ? undefined : /^OCI runtime exec failed:.*no space left on device.*$/im.exec(`${stderr}\n${stdout}`)?.[0];
  return told === undefined ? undefined : engineRefusal(500, told);
}

/** Whether a container could not start because engine or host do not have a right that it asks for. */
export function isPrivilegeRefusal(error: unknown): boolean {
  return isRefusal(error) && /unable to apply caps|privileged mode is (incompatible|not allowed)|operation not permitted|not permitted in user namespace/i.test(error.message);
}

/** The capability that this engine does not know, without its prefix. */
export function unknownCapability(error: unknown): string | undefined {
  return isRefusal(error) ? /unknown capability: "?(?:CAP_)?([A-Z_]+)/.exec(error.message)?.[1] : undefined;
}

/** Whether the engine removes a container because somebody else asked for it. */
export function isRemovalInProgress(error: unknown): boolean {
  return isRefusal(error) && /removal of container .* is already in progress/i.test(error.message);
}

export function hasEngineCode(error: unknown, code: ContainerEngineErrorCode): error is ContainerEngineError {
  return error instanceof ContainerEngineError && error.code === code;
}

function isRefusal(error: unknown): error is ContainerEngineError {
  return hasEngineCode(error, 'Refused');
}

const maximumLength = 600;

function shortened(message: string): string {
  const text = message.trim();
  return text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text;
}

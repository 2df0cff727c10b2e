import type { Container, ContainerState } from '../../ports/container-engine.ts';

/** What we read of `GET /info`. */
export interface InfoAnswer {
  readonly Driver?: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly NCPU: number;
  readonly MemTotal: number;
}

export interface NetworkAttachment {
  readonly IPAddress?: string;
  readonly GlobalIPv6Address?: string;
  /** What was asked for, whether or not the container runs. */
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string } | null;
}

/** What we read of `GET /containers/NAME/json`. */
export interface InspectAnswer {
  readonly Id: string;
  /** With a slash in front. */
  readonly Name: string;
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly StartedAt?: string; readonly FinishedAt?: string };
  readonly Config: { readonly Image: string; readonly Tty?: boolean; readonly Labels?: Readonly<Record<string, string>> | null };
  readonly HostConfig: { readonly Privileged?: boolean; readonly Tmpfs?: Readonly<Record<string, string>> | null };
  readonly NetworkSettings: { readonly Networks?: Readonly<Record<string, NetworkAttachment>> | null };
}

/** What we read of an item of `GET /containers/json`. */
export interface ListAnswer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly State: string;
  /** For people, such as `Exited (137) 2 minutes ago`; the only place of the exit code. */
  readonly Status: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, NetworkAttachment>> | null } | null;
}

export function fromInspect({ Id, Name, State, Config, NetworkSettings }: InspectAnswer): Container {
  const state = toState(State.Status);
  return {
    id: Id, name: withoutSlash(Name), image: Config.Image, state, labels: Config.Labels ?? {},
    ...addresses(NetworkSettings.Networks),
    startedAt: state === 'running' || hasEnded(state) ? timeOf(State.StartedAt) : undefined,
    endedAt: hasEnded(state) ? timeOf(State.FinishedAt) : undefined,
    exitCode: hasEnded(state) ? State.ExitCode : undefined,
  };
}

export function fromList({ Id, Names, Image, State, Status, Labels, NetworkSettings }: ListAnswer): Container {
  const state = toState(State);
  const exitCode = /\((-?\d+)\)/.exec(Status)?.[1];
  return {
    id: Id, name: withoutSlash(Names[0] ?? ''), image: Image, state, labels: Labels ?? {},
    ...addresses(NetworkSettings?.Networks),
    exitCode: hasEnded(state) && exitCode !== undefined ? Number(exitCode) : undefined,
  };
}

/** Whether a path lies in a file system that only the processes of the container see. */
export function isInMemory({ HostConfig }: InspectAnswer, path: string): boolean {
  const folders = ['/dev', '/proc', '/sys', ...Object.keys(HostConfig.Tmpfs ?? {})];
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

/** `removing` is close enough to dead: it never comes back. */
function toState(status: string): ContainerState {
  switch (status) {
    case 'created': case 'running': case 'paused': case 'restarting': case 'exited':
      return status;
    default:
      return 'dead';
  }
}

function hasEnded(state: ContainerState): boolean {
  return state === 'exited' || state === 'dead';
}

/** The engine says year 1 where it means never. */
function timeOf(text: string | undefined): Date | undefined {
  return text && !text.startsWith('0001-') ? new Date(text) : undefined;
}

function addresses(networks: Readonly<Record<string, NetworkAttachment>> | null | undefined): Pick<Container, 'ipv4' | 'ipv6'> {
  const attached = Object.values(networks ?? {}).find(({ IPAddress }) => IPAddress);
  return { ipv4: attached?.IPAddress || undefined, ipv6: attached?.GlobalIPv6Address || undefined };
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, '');
}

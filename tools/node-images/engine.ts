import { DevelopmentSetupError } from '@clusterwright/test-env';
import { output, tryOutput } from './commands.ts';

/** The label that says what an image of ours was made of. */
export const inputsLabel = 'clusterwright.dev/inputs';

/** Throws where no Docker engine answers, saying what to install or start. */
export function assertEngine(): void {
  const server = tryOutput('docker', ['version', '--format', '{{.Server.Version}}']);
  if (server) return;
  const client = tryOutput('docker', ['--version']);
  if (client === undefined) throw new DevelopmentSetupError('There is no docker command. Install Docker: apt-get install docker.io (Debian, Ubuntu), dnf install moby-engine (Fedora), or Docker Desktop.');
  const host = process.env['DOCKER_HOST'];
  throw new DevelopmentSetupError(
    host
      ? `No Docker engine answers at DOCKER_HOST=${host}. Start it there, or unset DOCKER_HOST to use the one of this machine.`
      : 'The Docker engine does not run, or you may not use it. Start it: systemctl start docker, or where there is no systemd: dockerd >/tmp/dockerd.log 2>&1 & (as root). If it runs, add yourself to the group docker.',
  );
}

/** What an image says it was made of; undefined where there is no such image, or where somebody else made it. */
export function inputsOf(image: string): string | undefined {
  return tryOutput('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${inputsLabel}"}}`, image]) || undefined;
}

/** Gives an image a name that everybody uses, unless the name is taken by an image of somebody else. */
export function shareName(image: string, name: string): 'tagged' | 'taken' {
  const taken = tryOutput('docker', ['image', 'inspect', '--format', '{{.Id}}', name]) !== undefined && inputsOf(name) === undefined;
  if (taken) return 'taken';
  output('docker', ['tag', image, name]);
  return 'tagged';
}

export function sizeOf(image: string): string {
  return `${String(Math.round(Number(output('docker', ['image', 'inspect', '--format', '{{.Size}}', image])) / 1e6))} MB`;
}

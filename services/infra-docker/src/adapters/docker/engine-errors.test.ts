import { engineRefusal, execRefusal, isPrivilegeRefusal, isRemovalInProgress, unknownCapability } from './engine-errors.ts';

// Recorded from Docker 20.10 and 28.
const answers = [
  { status: 404, message: 'No such container: nosuch', code: 'ContainerNotFound' },
  { status: 404, message: 'No such image: nosuch:1', code: 'ImageNotFound' },
  { status: 404, message: 'pull access denied for nosuch, repository does not exist or may require \'docker login\'', code: 'ImageNotFound' },
  { status: 404, message: 'manifest for kindest/node:v9 not found: manifest unknown: manifest unknown', code: 'ImageNotFound' },
  { status: 400, message: 'invalid reference format', code: 'ImageNotFound' },
  { status: 409, message: 'Conflict. The container name "/z1" is already in use by container "14aa". You have to remove (or rename) that container to be able to reuse that name.', code: 'NameInUse' },
  { status: 400, message: 'invalid mount config for type "bind": bind source path does not exist: /nosuch', code: 'InvalidMount' },
  { status: 400, message: "invalid mount config for type \"bind\": invalid mount path: 'x' mount path must be absolute", code: 'InvalidMount' },
  { status: 400, message: 'Duplicate mount point: /x', code: 'InvalidMount' },
  { status: 400, message: 'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/etc/hosts" to rootfs at "/bin": not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?', code: 'InvalidMount' },
  { status: 500, message: 'mkdir /var/lib/docker/overlay2/x: no space left on device', code: 'NoSpace' },
  { status: 200, message: 'failed to register layer: Error processing tar file(exit status 1): write /usr/bin/kubelet: no space left on device', code: 'NoSpace' },
  { status: 500, message: 'write /var/lib/docker/tmp/GetImageBlob123: no space left on device', code: 'NoSpace' },
  { status: 500, message: 'error creating overlay mount to /var/lib/docker/overlay2/x-init/merged: no space left on device', code: 'NoSpace' },
  { status: 500, message: 'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error mounting "proc" to rootfs at "/proc": mkdirat: No space left on device: unknown', code: 'NoSpace' },
  { status: 500, message: 'Error processing tar file(exit status 1): open /haproxy.cfg: disk quota exceeded', code: 'NoSpace' },
  { status: 403, message: 'Address already in use', code: 'AddressInUse' },
  { status: 403, message: 'failed to set up container networking: Address already in use', code: 'AddressInUse' },
  { status: 500, message: 'driver failed programming external connectivity on endpoint x: Error starting userland proxy: listen tcp4 127.0.0.1:6443: bind: address already in use', code: 'Refused' },
  { status: 500, message: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host', code: 'Refused' },
  { status: 409, message: 'Container 14aa is not running', code: 'Refused' },
  { status: 503, message: '', code: 'Refused' },
];
test.each(answers)('$status $message → $code', ({ status, message, code }) => {
  expect(engineRefusal(status, message)).toMatchObject({ code, retry: 'backoff', message: expect.stringContaining(message || '503') });
});

test.each([
  'user specified IP address is supported only when connecting to networks with user configured subnets',
  'invalid config for network kind: invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.1.1.1',
  "Invalid address 10.1.1.1: It does not belong to any of this network's subnets",
])('a network that does not give this address: %s', (message) => {
  expect(engineRefusal(400, message).code).toBe('AddressRefused');
});

const noRoom = 'OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: open /tmp/runc-process1: no space left on device: unknown';
test.each([
  { name: 'could not begin for want of room', result: { exitCode: 126, stdout: `${noRoom}\r\n`, stderr: '' }, want: { code: 'NoSpace', message: `container engine: ${noRoom}` } },
  { name: 'is not there', result: { exitCode: 126, stdout: 'OCI runtime exec failed: exec failed: "/bin/nosuch": no such file or directory: unknown', stderr: '' }, want: undefined },
  { name: 'met a full disk itself, which its caller knows better', result: { exitCode: 1, stdout: '', stderr: 'sh: write error: No space left on device' }, want: undefined },
  { name: 'talks about it and ends well', result: { exitCode: 0, stdout: noRoom, stderr: '' }, want: undefined },
])('a process that $name', ({ result, want }) => {
  const refusal = execRefusal(result);
  expect(refusal && { code: refusal.code, message: refusal.message }).toEqual(want);
});

test('long answers are cut', () => {
  expect(engineRefusal(500, 'x'.repeat(5000)).message.length).toBeLessThan(700);
});

test('refusals that the adapter can do something about', () => {
  const caps = engineRefusal(500, 'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: unable to apply caps: operation not permitted: unknown');
  expect([isPrivilegeRefusal(caps), isPrivilegeRefusal(engineRefusal(500, 'port is already allocated')), isPrivilegeRefusal(new Error('operation not permitted'))]).toEqual([true, false, false]);
  expect(unknownCapability(engineRefusal(400, 'invalid CapAdd: unknown capability: "CAP_BPF"'))).toBe('BPF');
  expect(unknownCapability(engineRefusal(400, 'other'))).toBeUndefined();
  expect(isRemovalInProgress(engineRefusal(409, 'removal of container z1 is already in progress'))).toBe(true);
});

/** Linux capabilities by their bit (capability.h). */
const capabilityNames = [
  'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP', 'LINUX_IMMUTABLE', 'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_ADMIN', 'NET_RAW',
  'IPC_LOCK', 'IPC_OWNER', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT', 'SYS_PTRACE', 'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE', 'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD',
  'LEASE', 'AUDIT_WRITE', 'AUDIT_CONTROL', 'SETFCAP', 'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF', 'CHECKPOINT_RESTORE',
] as const;

/** The names in a bounding set as /proc/PID/status prints it, such as `000001fffeffffff`. */
export function capabilitiesOf(boundingSet: string): readonly string[] {
  const bits = BigInt(`0x${boundingSet}`);
  return capabilityNames.filter((_, bit) => (bits >> BigInt(bit)) & 1n);
}

/**
 * Prints the bounding set of the engine's own process, which it hands down to what it starts; in a container that sees the processes of the host.
 * Falls back to the host's first process where the engine has another name.
 */
export const boundingSetScript = [
  'cd /proc',
  'found=1',
  'for pid in [0-9]*; do',
  '  name=; { read -r name < "$pid/comm"; } 2>/dev/null',
  '  case "$name" in dockerd|podman) found=$pid; break ;; esac',
  'done',
  'while read -r key value; do case "$key" in CapBnd:) echo "$value" ;; esac; done < "$found/status"',
].join('\n');

/** The set in what that script printed. */
export function readBoundingSet(output: string): string | undefined {
  return /^([0-9a-f]{16})\s*$/m.exec(output)?.[1];
}

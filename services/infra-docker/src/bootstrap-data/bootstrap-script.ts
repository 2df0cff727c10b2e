import type { BootstrapPlan, BootstrapStep, WriteFileStep } from './bootstrap-plan.ts';
import { shellWord, shellWords } from './shell-words.ts';

/** On the volume of the container: it outlives a restart of the container, as the machine's half-made state does, and goes with the container. */
export const bootstrapFolder = '/var/lib/clusterwright/bootstrap';
/** In memory, so that a full disk does not hide which step runs and what it says; gone after a restart of the container. */
const liveFolder = '/run/clusterwright/bootstrap';
/** Everything that the steps print, for people; where cloud-init leaves it on real machines. */
export const bootstrapLog = '/var/log/cloud-init-output.log';
/** The last line: a script without it was cut off on its way. */
export const endOfScript = '# end of bootstrap';

const endOfContent = 'END_OF_CONTENT';
const sentinel = '/run/cluster-api/bootstrap-success.complete';

/** Room that is kept on the volume for the result and the last words of a bootstrap that fills the disk. */
const reserveBytes = 65_536;
const lastWordsBytes = 16_384;

/** Writes whole files only. `conclude` notes the result, and for a failure the end of what the step printed, even where the disk is full. */
const noting = `put() { printf '%s\\n' "$2" > "$1.new" && mv -f "$1.new" "$1"; }
conclude() {
  ( printf x > probe ) 2> /dev/null || echo 'the disk of the machine is full: no space left on device' >> ${liveFolder}/output
  rm -f probe reserve
  tail -c ${String(lastWordsBytes)} ${liveFolder}/output > output
  put result "$1"
}`;

/**
 * One step after the other, ending at the first that fails. Before each step its number goes to the file `step`; what it prints to `output` and to the log.
 * A failure leaves `failed CODE` in `result`, the end `done 0`. What the plan leaves out is named in the log.
 */
export function stepsScript({ steps, ignored }: BootstrapPlan): string {
  const total = String(steps.length);
  const leftOut = ignored.length > 0 ? [`printf '%s\\n' ${shellWord(`=== left out, without meaning in a container: ${ignored.join(', ').replace(/\s+/g, ' ')}`)} >> ${bootstrapLog}`] : [];
  const calls = steps.map((step, index) => {
    const number = String(index + 1);
    return `begin ${shellWord(`${number}/${total} ${step.what.replace(/\s+/g, ' ')}`)} step_${number} ${isOptional(step) ? 'optional' : 'required'}`;
  });
  return [prelude, ...leftOut, ...steps.map((step, index) => `step_${String(index + 1)}() {\n${stepBody(step)}\n}`), ...calls, epilogue, endOfScript, ''].join('\n');
}

const prelude = `umask 022
cd ${bootstrapFolder} || exit 1
exec < /dev/null
${noting}
begin() {
  printf '%s\\n' "$1" > ${liveFolder}/step
  put step "$1"
  printf '%s\\n' "=== $1" >> ${bootstrapLog}
  ( "$2" ) > ${liveFolder}/output 2>&1
  code=$?
  cat ${liveFolder}/output >> ${bootstrapLog}
  [ "$code" -eq 0 ] && return
  if [ "$3" = optional ]; then printf '%s\\n' "exit code $code, which is tolerated" >> ${bootstrapLog}; return; fi
  conclude "failed $code"
  exit "$code"
}
write() {
  mkdir -p "$(dirname "$1")" || return
  if [ "$4" = append ]; then base64 -d >> "$1"; else base64 -d > "$1"; fi || return
  chown "$3" "$1" && chmod "$2" "$1"
}`;

/** Data that is not made from a KubeadmConfig may not know the sentinel; its steps have all succeeded nevertheless. */
const epilogue = `mkdir -p ${sentinel.slice(0, sentinel.lastIndexOf('/'))}
[ -e ${sentinel} ] || echo success > ${sentinel}
conclude 'done 0'`;

function stepBody(step: BootstrapStep): string {
  return step.kind === 'run' ? shellWords(step.command) : writeBody(step);
}

/** In base64, so that no content can end the text that holds it. */
function writeBody({ path, permissions, owner, append, content }: WriteFileStep): string {
  const encoded = Buffer.from(content).toString('base64').replace(/(.{1,76})/g, '$1\n');
  return `write ${shellWords([path, permissions, owner, append ? 'append' : 'replace'])} <<'${endOfContent}'\n${encoded}${endOfContent}`;
}

function isOptional(step: BootstrapStep): boolean {
  return step.kind === 'run' && step.mayFail === true;
}

/** Runs the steps and notes how they ended where they cannot: arguments: folder, file of steps, seconds. */
const supervisor = `${noting}
cd "$1" || exit 1
printf "%s %s\\n" "$$" "$(cut -d" " -f22 "/proc/$$/stat")" > "supervisor.$$" || { rm -f "supervisor.$$" "$2"; exit 1; }
ln "supervisor.$$" supervisor 2> /dev/null || { rm -f "supervisor.$$" "$2"; exit 0; }
rm -f "supervisor.$$"
if [ "$3" -gt 0 ]; then timeout -k 10 "$3" /bin/sh "$2"; else /bin/sh "$2"; fi
code=$?
[ -e result ] || conclude "stopped $code"
rm -f "$2"
`;

/**
 * Takes the steps from its input and leaves them to a supervisor that does not end with us. Arguments: folder, seconds.
 *
 * The file `supervisor` is made by a hard link, which only one can make: whoever comes second stops.
 */
export const launcher = `folder=$1 limit=$2
umask 077
mkdir -p "$folder" ${bootstrapLog.slice(0, bootstrapLog.lastIndexOf('/'))} || exit 1
if [ -e "$folder/supervisor" ]; then cat > /dev/null; exit 0; fi
steps=$folder/steps.$$
cat > "$steps" || exit 1
if [ "$(tail -n 1 "$steps")" != ${shellWord(endOfScript)} ]; then rm -f "$steps"; echo 'the script was cut off' >&2; exit 1; fi
head -c ${String(reserveBytes)} /dev/zero > "$folder/reserve" || { rm -f "$steps" "$folder/reserve"; exit 1; }
mkdir -p ${liveFolder} || exit 1
supervise=${shellWord(supervisor)}
if command -v setsid > /dev/null; then prefix=setsid; else prefix=; fi
$prefix /bin/sh -c "$supervise" supervise "$folder" "$steps" "$limit" < /dev/null > /dev/null 2>&1 &
# Until it has begun, somebody who asks would hear that nothing has.
tries=0
while [ ! -e "$folder/supervisor" ] && [ "$tries" -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
[ -e "$folder/supervisor" ] || { echo 'the bootstrap did not begin' >&2; exit 1; }`;

/**
 * Prints where the bootstrap stands: a line of state and exit code, a line with the step, then the end of what the step printed. Arguments: folder, bytes.
 *
 * A supervisor that is gone without a result was interrupted, as by a restart of the container.
 */
export const stateReader = `bytes=$2
if ! cd "$1" 2> /dev/null || [ ! -e supervisor ]; then
  # Bootstrapped by another manager, before this one took over.
  if [ -e ${sentinel} ] || [ -e /run/cluster-api/capd.bootstrap.started ]; then echo done 0; else echo absent 0; fi
  exit 0
fi
read -r pid started < supervisor
# In this order: a result may come between.
now=$(cut -d' ' -f22 "/proc/$pid/stat" 2> /dev/null)
if [ -e result ]; then cat result; elif [ -n "$now" ] && [ "$now" = "$started" ]; then echo running 0; else echo interrupted 0; fi
cat ${liveFolder}/step 2> /dev/null || cat step 2> /dev/null || echo
tail -c "$bytes" output 2> /dev/null
exit 0`;

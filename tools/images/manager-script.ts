/**
 * `/manager` of every image: upstream's Deployments start that path, so an image can be put into them in place of upstream's. It becomes what the image's entry point
 * would have been, with the same process id and flags.
 */
export function managerScript({ node = '/usr/bin/node', main = '/app/main.js' } = {}): string {
  const args = [node, '--optimize-for-size', '--no-maglev', main].map((arg) => JSON.stringify(arg)).join(', ');
  return `#!${node} --disable-warning=ExperimentalWarning\nprocess.execve(${JSON.stringify(node)}, [${args}, ...process.argv.slice(2)], process.env);\n`;
}

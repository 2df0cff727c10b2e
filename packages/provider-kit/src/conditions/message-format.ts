const bullet = /\s*\*\s+/;

/** `lead` followed by a message: on the same line, or as an indented list where the message has several lines or bullets of its own. */
export function withIndentedMessage(lead: string, message: string): string {
  if (!message.includes('\n') && !bullet.test(message)) return `${lead} ${message}`;
  const lines = message.split('\n');
  const allBulleted = lines.every((line) => bullet.test(line));
  return [lead, ...lines.map((line) => indent(line, allBulleted))].join('\n');
}

function indent(line: string, allBulleted: boolean): string {
  if (allBulleted) return `  ${line}`;
  // Among lines that get a bullet, those that have one are their children.
  return bullet.test(line) ? `    ${line}` : `  * ${line}`;
}

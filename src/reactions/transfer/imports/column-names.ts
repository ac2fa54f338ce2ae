/** Longest name that is shown and stored, in characters. */
const LONGEST = 200;

/** The names of columns, each once: one without a name is called by its place, a second one of a name gets a number. */
export function columnNames(header: readonly string[]): string[] {
  const names = new Set<string>();
  for (const [index, text] of header.entries()) {
    const given = [...text.trim()].slice(0, LONGEST).join('');
    const name = given === '' ? `Column ${index + 1}` : given;
    let unique = name;
    for (let count = 2; names.has(unique); count += 1) unique = `${name} (${count})`;
    names.add(unique);
  }
  return [...names];
}

/** Line breaks and other controls, and what turns the direction of reading round. */
const CONTROLS = /[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu;

/** A text that somebody typed, as it may stand in a subject or a sentence: no controls, at most `longest` characters. */
export function oneLine(text: string, longest: number): string {
  const line = text.replaceAll(CONTROLS, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

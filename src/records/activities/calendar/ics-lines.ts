/** Octets of a line of RFC 5545, its end not counted. */
const LONGEST_LINE = 75;

/** Lines of an iCalendar object, as RFC 5545 wants them: values escaped, long lines folded, each ended by CRLF. */
export class IcsLines {
  private readonly lines: string[] = [];

  /** @param name with its parameters: `DTSTART;VALUE=DATE` @param value as it is to be read */
  add(name: string, value: string): this {
    this.lines.push(folded(`${name}:${value}`));
    return this;
  }

  /** A text, which may hold what means something else in a value. */
  addText(name: string, text: string): this {
    return this.add(name, escaped(text));
  }

  toString(): string {
    return this.lines.map((line) => `${line}\r\n`).join('');
  }
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

/** No character is cut in two: octets are counted, not characters. */
function folded(line: string): string {
  const rows: string[] = [];
  let row = '';
  let length = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (length + octets > LONGEST_LINE) {
      rows.push(row);
      [row, length] = [' ', 1];
    }
    row += character;
    length += octets;
  }
  return [...rows, row].join('\r\n');
}

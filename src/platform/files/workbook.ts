import { ResumableZip, type ZipState } from './resumable-zip.js';

/** A day or a time, in milliseconds since the Unix epoch. */
interface Moment {
  readonly at: number;
  readonly form: 'date' | 'dateTime';
}

export type WorkbookCell = string | number | boolean | null | Moment;

/** Rows of a sheet, as the format allows. */
const MOST_ROWS = 1_048_576;
/** Bytes of a sheet's XML; well within what the archive can say of it. */
const MOST_BYTES = 3_000_000_000;
/** Characters of a cell, as the format allows. */
const MOST_CHARACTERS = 32_767;
const DAY = 86_400_000;
const A = 65;
const LETTERS = 26;
/** Days from the format's beginning of time to that of the Unix epoch. */
const EPOCH_DAYS = 25_569;
/** Before March 1900 spreadsheets do not agree on what day a number is. */
const FIRST_SERIAL = 61;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const STYLES = { dateTime: 1, date: 2 } as const;
const ESCAPED = /[&<>]/g;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** What XML 1.0 cannot hold, or had better not. */
const IMPOSSIBLE = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu;

/** All that another process needs to go on: plain data. */
export interface WorkbookState {
  readonly zip: ZipState;
  readonly sheets: number;
  readonly rows: number;
  readonly bytes: number;
}

/** A workbook that is written row by row, with as many sheets as the rows need. Texts are texts, never formulas. */
export class Workbook {
  private readonly zip: ResumableZip;
  private sheets: number;
  private rows: number;
  private bytes: number;

  constructor(
    private readonly head: readonly string[],
    state: WorkbookState = { zip: { entries: [], offset: 0 }, sheets: 0, rows: 0, bytes: 0 },
    private readonly mostRows = MOST_ROWS,
  ) {
    this.zip = new ResumableZip(state.zip);
    this.sheets = state.sheets;
    this.rows = state.rows;
    this.bytes = state.bytes;
  }

  get state(): WorkbookState {
    return { zip: this.zip.state, sheets: this.sheets, rows: this.rows, bytes: this.bytes };
  }

  async write(rows: readonly (readonly WorkbookCell[])[]): Promise<Buffer> {
    const parts: Buffer[] = [];
    let text = this.sheets === 0 ? this.beginSheet(parts) : '';
    for (const row of rows) {
      if (this.rows >= this.mostRows || this.bytes + text.length > MOST_BYTES) {
        parts.push(await this.zip.write(`${text}</sheetData></worksheet>`), this.zip.end());
        text = this.beginSheet(parts);
      }
      text += this.row(row);
    }
    this.bytes += Buffer.byteLength(text);
    parts.push(await this.zip.write(text));
    return Buffer.concat(parts);
  }

  /** @throws {RangeError} when the file is larger than the format allows */
  async end(): Promise<Buffer> {
    const parts = [await this.write([])];
    parts.push(await this.zip.write('</sheetData></worksheet>'), this.zip.end());
    for (const [name, text] of this.fixedFiles()) {
      parts.push(this.zip.begin(name), await this.zip.write(XML + text), this.zip.end());
    }
    parts.push(this.zip.finish());
    return Buffer.concat(parts);
  }

  private beginSheet(parts: Buffer[]): string {
    this.sheets += 1;
    this.rows = 0;
    this.bytes = 0;
    parts.push(this.zip.begin(`xl/worksheets/sheet${this.sheets}.xml`));
    return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${this.row(this.head)}`;
  }

  private row(cells: readonly WorkbookCell[]): string {
    this.rows += 1;
    const number = this.rows;
    const texts = cells.map((cell, index) => cellOf(cell, `r="${columnName(index)}${number}"`));
    return `<row r="${number}">${texts.join('')}</row>`;
  }

  private fixedFiles(): readonly (readonly [string, string])[] {
    const numbers = Array.from({ length: this.sheets }, (_, index) => index + 1);
    const sheets = numbers.map((n) => `<sheet name="Sheet${n}" sheetId="${n}" r:id="rId${n}"/>`);
    const relation = (id: string, type: string, target: string) =>
      `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
    const relations = (texts: readonly string[]) =>
      `<Relationships xmlns="${PACKAGE}/relationships">${texts.join('')}</Relationships>`;
    const part = (name: string, type: string) =>
      `<Override PartName="/xl/${name}.xml" ContentType="${DOCUMENT}.${type}+xml"/>`;
    return [
      [
        'xl/workbook.xml',
        `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`,
      ],
      [
        'xl/_rels/workbook.xml.rels',
        relations([
          ...numbers.map((n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)),
          relation('rIdStyles', 'styles', 'styles.xml'),
        ]),
      ],
      ['xl/styles.xml', stylesText()],
      ['_rels/.rels', relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')])],
      [
        '[Content_Types].xml',
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
          '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
          part('workbook', 'sheet.main') +
          part('styles', 'styles') +
          numbers.map((n) => part(`worksheets/sheet${n}`, 'worksheet')).join('') +
          '</Types>',
      ],
    ];
  }
}

/** `A`, `B` … `Z`, `AA`: readers differ in whether they can do without. */
function columnName(index: number): string {
  const last = String.fromCharCode(A + (index % LETTERS));
  return index < LETTERS ? last : columnName(Math.floor(index / LETTERS) - 1) + last;
}

/** @param place the cell's attribute that says where it is */
function cellOf(cell: WorkbookCell, place: string): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') return textCell(cell, place);
  if (typeof cell === 'number') return `<c ${place}><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c ${place} t="b"><v>${cell ? 1 : 0}</v></c>`;
  return momentCell(cell, place);
}

function textCell(text: string, place: string): string {
  const shown = text.slice(0, MOST_CHARACTERS).replaceAll(IMPOSSIBLE, '');
  const escaped = shown.replaceAll(ESCAPED, (mark) => ESCAPES[mark] ?? '');
  return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

function momentCell({ at, form }: Moment, place: string): string {
  const serial = at / DAY + EPOCH_DAYS;
  if (serial >= FIRST_SERIAL) return `<c ${place} s="${STYLES[form]}"><v>${serial}</v></c>`;
  return textCell(new Date(at).toISOString().slice(0, form === 'date' ? 10 : 24), place);
}

function stylesText(): string {
  const formats = ['yyyy\\-mm\\-dd hh:mm:ss', 'yyyy\\-mm\\-dd'];
  const numbers = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`);
  const cells = [0, 164, 165].map(
    (id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="2">${numbers.join('')}</numFmts>` +
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="3">${cells.join('')}</cellXfs></styleSheet>`
  );
}

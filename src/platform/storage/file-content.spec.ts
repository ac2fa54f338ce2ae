import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { FileContent } from './file-content.js';

const PNG = Buffer.from([
  137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0,
]);
const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n');
const ZIP = Buffer.from([80, 75, 3, 4, 10, 0, 0, 0, 0, 0, ...Array<number>(30).fill(0)]);
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(60).fill(0)]);
const XML = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
const CSV = Buffer.from('name;city\r\nAnna;Köln\r\n');
const LATIN = Buffer.from('name;city\r\nAnna;Köln\r\n', 'latin1');
const UTF16 = Buffer.from('\ufeffname\r\n', 'utf16le');
const NOISE = Buffer.from([1, 2, 3, 4, 0, 5]);

async function typeOf(bytes: Buffer, declared: string, name = 'x'): Promise<string> {
  const content = await FileContent.of(Readable.from([bytes]), declared, name);
  expect((await buffer(content.stream)).equals(bytes)).toBe(true);
  return content.contentType;
}

describe('the type of a file', () => {
  it.each<[string, Buffer, string, string, string]>([
    ['a picture', PNG, 'image/png', 'x', 'image/png'],
    ['a picture of which nothing is said', PNG, 'application/octet-stream', 'x.pdf', 'image/png'],
    ['a picture of which nonsense is said', PNG, 'picture', 'x', 'image/png'],
    ['a type with parameters', PDF, 'Application/PDF; version=1.7', 'x', 'application/pdf'],
    ['an archive', ZIP, 'application/x-zip-compressed', 'x', 'application/zip'],
    ['an archive of a kind', ZIP, 'application/epub+zip', 'x', 'application/epub+zip'],
    ['a document of old', OLE, 'application/msword', 'x.doc', 'application/msword'],
    ['a drawing', XML, 'image/svg+xml', 'x.svg', 'image/svg+xml'],
    ['XML as the text it is', XML, 'text/plain', 'x', 'text/plain'],
    ['a list', CSV, 'text/csv', 'x', 'text/csv'],
    ['a list of which nothing is said', CSV, '', 'list.CSV', 'text/csv'],
    ['a list that a spreadsheet has claimed', CSV, 'application/vnd.ms-excel', 'x.csv', 'text/csv'],
    ['a text of another time', LATIN, 'text/plain', 'x', 'text/plain'],
    ['a text in two bytes a letter', UTF16, 'text/plain', 'x', 'text/plain'],
    ['a text of which nothing is said', CSV, '', 'x', 'text/plain'],
    ['bytes', NOISE, '', 'x.csv', 'application/octet-stream'],
    ['bytes of a kind that has no signature', NOISE, 'application/x-own', 'x', 'application/octet-stream'],
  ])('%s', async (_what, bytes, declared, name, expected) => {
    expect(await typeOf(bytes, declared, name)).toBe(expected);
  });

  it.each<[string, Buffer, string]>([
    ['a picture as a document', PNG, 'application/pdf'],
    ['a picture as another picture', PNG, 'image/jpeg'],
    ['a picture as text', PNG, 'text/plain'],
    ['a document as a picture', PDF, 'image/png'],
    ['an archive as a picture', ZIP, 'image/png'],
    ['an archive as an old document', ZIP, 'application/msword'],
    ['text as a document', CSV, 'application/pdf'],
    ['text as an archive', CSV, 'application/zip'],
    ['bytes as text', NOISE, 'text/csv'],
    ['bytes as JSON', NOISE, 'application/json'],
  ])('is refused: %s', async (_what, bytes, declared) => {
    await expect(typeOf(bytes, declared)).rejects.toMatchObject({
      status: 422,
      code: 'CONTENT_TYPE_MISMATCH',
    });
  });

  it('is looked at to the last byte, of a text', async () => {
    const chunks = [Buffer.alloc(100_000, 'a'), Buffer.from('a\u0000')];
    const declared = await FileContent.of(Readable.from(chunks), 'text/csv', 'x.csv');
    await expect(buffer(declared.stream)).rejects.toMatchObject({ code: 'CONTENT_TYPE_MISMATCH' });
    const undeclared = await FileContent.of(Readable.from(chunks), '', 'x.csv');
    expect(await buffer(undeclared.stream)).toHaveLength(100_002);
    expect(undeclared.contentType).toBe('application/octet-stream');
  });

  it('is none, of nothing', async () => {
    await expect(typeOf(Buffer.alloc(0), 'text/plain')).rejects.toMatchObject({ status: 422 });
  });
});

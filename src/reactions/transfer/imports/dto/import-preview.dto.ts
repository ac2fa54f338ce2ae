import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { type DelimiterName, DELIMITER_NAMES } from '../delimiters.js';
import { IMPORT_POLICIES, type ImportPolicy } from '../import-policy.js';
import { IMPORT_FORMATS, type ImportFormat } from '../row-format.js';
import { type Encoding, ENCODINGS } from '../text-encoding.js';
import { ImportColumnDto } from './import-column.dto.js';
import { ImportFieldDto } from './import-field.dto.js';
import { ImportFileDto } from './import-file.dto.js';
import { ImportRowDto } from './import-row.dto.js';

/** What an import would do, as far as its first rows show. Nothing of it is stored. */
export class ImportPreviewDto {
  @TextField({ max: 100, example: 'contacts' })
  resource!: string;

  @NestedField(() => ImportFileDto)
  file!: ImportFileDto;

  @EnumField(IMPORT_FORMATS)
  format!: ImportFormat;

  @EnumField(ENCODINGS)
  encoding!: Encoding;

  @EnumField(DELIMITER_NAMES, { nullable: true, description: 'Of CSV' })
  delimiter!: DelimiterName | null;

  @EnumField(IMPORT_POLICIES)
  policy!: ImportPolicy;

  @TextField({ max: 100, nullable: true, description: 'The field that finds records' })
  matchOn!: string | null;

  @NestedField(() => ImportColumnDto, { list: true, maxItems: 500 })
  columns!: ImportColumnDto[];

  @NestedField(() => ImportFieldDto, {
    list: true,
    maxItems: 1_000,
    description: 'What columns can be mapped to',
  })
  fields!: ImportFieldDto[];

  @NestedField(() => ImportRowDto, { list: true, maxItems: 20 })
  rows!: ImportRowDto[];
}

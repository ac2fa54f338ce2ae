import { OmitType } from '@nestjs/swagger';
import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { ListSearchDto } from '../../../../platform/resource/lists/list-search.dto.js';
import { EXPORT_FORMATS, type ExportFormat } from '../export-format.js';

/** A list in its JSON form, whole. For OpenAPI: `readExportBody` reads it, and answers every fault with 400. */
export class ExportRequestDto extends OmitType(ListSearchDto, [
  'page',
  'pageSize',
  'limit',
  'cursor',
  'includeTotal',
  'expand',
]) {
  @EnumField(EXPORT_FORMATS, { optional: true, description: 'Default csv' })
  format?: ExportFormat;

  @BooleanField({
    optional: true,
    description: 'Whether a CSV file begins with the mark by which Excel knows UTF-8',
  })
  byteOrderMark?: boolean;
}

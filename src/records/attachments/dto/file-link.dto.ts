import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { UrlField } from '../../../platform/http/fields/url.field.js';

export class FileLinkDto {
  @UrlField({ description: 'Whoever has it can fetch the file, without a token' })
  url!: string;

  @DateTimeField()
  expiresAt!: string;
}

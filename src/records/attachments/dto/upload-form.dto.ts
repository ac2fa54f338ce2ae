import { FileField } from '../../../platform/http/fields/file.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** The parts of a form that brings a file. */
export class UploadFormDto {
  @FileField({ description: 'The file, with its name and type' })
  file?: never;

  @TextField({ optional: true, max: 200, description: 'Default: the name that the file has' })
  name?: string;

  @TextField({ optional: true, max: 10_000 })
  description?: string;

  @TextField({ optional: true, max: 200, description: 'Your own id for it; unique' })
  externalId?: string;
}

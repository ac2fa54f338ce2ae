import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

/** Where it goes on. Default: the open stage it was in last, if it is still there, else the first one. */
export class ReopenDealDto {
  @IdField({ optional: true, description: 'An open stage' })
  stageId?: string;

  @TextField({ optional: true, max: 100, description: 'The stage by its name, instead of `stageId`' })
  stage?: string;
}

import { BooleanField } from '../../../platform/http/fields/boolean.field.js';

export class UndoMergeDto {
  @BooleanField({
    optional: true,
    description:
      'Leaves what has changed since the merge as it is now; without it that is a 409 with the list',
  })
  force?: boolean;
}

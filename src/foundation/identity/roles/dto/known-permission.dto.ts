import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class KnownPermissionDto {
  @TextField({ max: 100, example: 'leads:read' })
  name!: string;

  @TextField({ max: 100 })
  resource!: string;

  @TextField({ max: 100 })
  action!: string;

  @BooleanField({ description: 'Can be held with the reach team or own, `leads:read:own`' })
  hasReach!: boolean;
}
